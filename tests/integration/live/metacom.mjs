// The npm package metacom, unmodified: signs in, calls, hears events, uploads and downloads.
import assert from 'node:assert/strict';
import { Metacom } from 'metacom';

const host = process.argv[2];

async function open() {
  const client = Metacom.create(`ws://${host}/api`, { reconnectTimeout: 10 });
  await new Promise((resolve) => client.once('open', resolve));
  await client.load('auth', 'messenger', 'system');
  return client;
}

// The events that a client hears from now on; next(name) gives the first of a kind.
function listen(client) {
  const heard = [];
  const waiting = [];
  client.api.messenger.on('*', (name, data) => {
    heard.push({ name, data });
    for (const wake of waiting.splice(0)) wake();
  });
  return async (name) => {
    for (;;) {
      const at = heard.findIndex((each) => each.name === name);
      if (at >= 0) return heard.splice(at, 1)[0].data;
      await new Promise((resolve) => waiting.push(resolve));
    }
  };
}

const ada = await open();
const bob = await open();
const next = listen(bob);

await assert.rejects(ada.api.messenger.rooms(), { code: 403, message: 'Sign in first' });
await assert.rejects(ada.api.auth.signIn({ login: 'nobody', password: 'no such thing' }), { code: 401 });
await assert.rejects(ada.api.auth.signUp({ login: 'x' }), { code: 422 });
const { account } = await ada.api.auth.signUp({ login: 'meta-ada', password: 'correct horse' });
const { token } = await bob.api.auth.signUp({ login: 'meta-bob', password: 'correct horse' });
assert.deepEqual(await ada.api.auth.me(), account);

const room = await ada.api.messenger.createRoom({ title: 'Engines' });
const roomId = room.id;
await bob.api.messenger.join({ roomId });
assert.equal((await next('memberJoined')).roomId, roomId);
const message = await ada.api.messenger.send({ roomId, text: 'Hello' });
assert.deepEqual(await next('messageSent'), message);
const edited = await ada.api.messenger.edit({ messageId: message.id, text: 'Hello!' });
assert.deepEqual(await next('messageEdited'), edited);
await ada.api.messenger.remove({ messageId: message.id });
assert.deepEqual(await next('messageRemoved'), edited);
ada.send({ type: 'event', name: 'messenger/typing', data: { roomId } });
assert.deepEqual(await next('typing'), { roomId, accountId: account.id });

// The stream first, then the call that takes it.
const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
const up = ada.createStream('engine.bin', content.length);
for (let at = 0; at < content.length; at += 65_536) up.write(content.subarray(at, at + 65_536));
up.end();
const file = await ada.api.messenger.sendFile({ roomId, streamId: up.id, name: 'engine.bin' });
assert.deepEqual(await next('fileSent'), file);
// The call first, then the stream.
const blob = Object.assign(new Blob(['a small one']), { name: 'small.txt' });
const uploader = ada.createBlobUploader(blob);
const sending = ada.api.messenger.sendFile({ roomId, streamId: uploader.id, name: blob.name });
await uploader.upload();
const small = await sending;
assert.deepEqual((await bob.api.messenger.files({ roomId })).files, [small, file]);
for (const [each, expected] of [[file, content], [small, Buffer.from('a small one')]]) {
  const { streamId } = await bob.api.messenger.getFile({ fileId: each.id });
  const received = await bob.getStream(streamId).toBlob();
  assert.ok(Buffer.from(await received.arrayBuffer()).equals(expected));
}
// More than a file may have.
const large = ada.createStream('large.bin', 1_100_000);
const refused = ada.api.messenger.sendFile({ roomId, streamId: large.id, name: 'large.bin' });
for (let i = 0; i < 11; ++i) large.write(Buffer.alloc(100_000));
large.end();
await assert.rejects(refused, { code: 400 });

// A connection that was lost is another one: it restores its session, and gets what it missed.
let lastEventId = '';
bob.socket.addEventListener('message', ({ data }) => { lastEventId = JSON.parse(data).id ?? lastEventId; });
await ada.api.messenger.send({ roomId, text: 'seen' });
await next('messageSent');
bob.socket.terminate();
await new Promise((resolve) => bob.once('close', resolve));
assert.equal((await next.call(null, 'presence')).online, true);
const missed = await ada.api.messenger.send({ roomId, text: 'missed' });
await bob.api.system.restore({ token });
assert.deepEqual(await bob.api.system.resume({ lastEventId }), { complete: true });
await bob.api.messenger.enter({ roomId });
assert.deepEqual(await next('messageSent'), missed);

// Who leaves, and who closes.
await ada.api.messenger.leave({ roomId });
assert.deepEqual(await next('memberLeft'), { roomId, accountId: account.id });

// The same over HTTP, a packet a request.
const http = Metacom.create(`http://${host}/api`);
await http.load('auth', 'messenger');
assert.equal((await http.api.auth.signIn({ login: 'meta-ada', password: 'correct horse' })).account.id, account.id);
await assert.rejects(http.api.messenger.rooms(), { code: 403 });

http.close();
ada.close();
bob.close();
// A connection that came back leaves its first ping timer behind.
console.log('metacom: signed in, called, heard, uploaded, downloaded, came back');
process.exit(0);
