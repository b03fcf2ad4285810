// A JSON-RPC client over fetch and over a WebSocket.
import assert from 'node:assert/strict';
import { JSONRPCClient } from 'json-rpc-2.0';
import WebSocket from 'ws';

const host = process.argv[2];

// --- POST /rpc
let token = '';
const http = new JSONRPCClient(async (request) => {
  const response = await fetch(`http://${host}/rpc`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(request),
  });
  if (response.status === 204) return;
  assert.equal(response.status, 200);
  http.receive(await response.json());
});
const signed = await http.request('auth/signUp', { login: 'rpc-ada', password: 'correct horse' });
token = signed.token;
assert.deepEqual(await http.request('auth/me', {}), signed.account);
const room = await http.request('messenger/createRoom', ['By place']);
assert.equal(room.title, 'By place');
http.notify('messenger/send', { roomId: room.id, text: 'notified' });
const invalid = await http.requestAdvanced({ jsonrpc: '2.0', id: 'i', method: 'messenger/send', params: { roomId: room.id, text: '' } });
assert.equal(invalid.error.code, -32602);
assert.equal(invalid.error.data.errors[0].pointer, '/text');
const missing = await http.requestAdvanced({ jsonrpc: '2.0', id: 1, method: 'messenger/none' });
assert.equal(missing.error.code, -32601);
const declared = await http.requestAdvanced({
  jsonrpc: '2.0', id: 2, method: 'messenger/join', params: { roomId: '00000000-0000-7000-8000-000000000000' },
});
assert.deepEqual(declared.error, { code: 404, message: 'No such room', data: { code: 'room_not_found' } });
const batch = await http.requestAdvanced([
  { jsonrpc: '2.0', id: 1, method: 'auth/me' },
  { jsonrpc: '2.0', id: 2, method: 'messenger/rooms' },
]);
assert.deepEqual(batch.map((each) => each.id), [1, 2]);

// --- the WebSocket of /api
const socket = new WebSocket(`ws://${host}/api`);
await new Promise((resolve) => socket.once('open', resolve));
const heard = [];
let wake = () => {};
const live = new JSONRPCClient((request) => socket.send(JSON.stringify(request)));
socket.on('message', (data) => {
  const packet = JSON.parse(data);
  if (packet.method) {
    heard.push(packet);
    wake();
  } else {
    live.receive(packet);
  }
});
await assert.rejects(live.request('messenger/rooms', {}), { code: -32001 });
await live.request('system/restore', { token });
await live.request('messenger/enter', { roomId: room.id });
const sent = await live.request('messenger/send', { roomId: room.id, text: 'live' });
while (!heard.some((each) => each.method === 'messenger/messageSent')) await new Promise((resolve) => { wake = resolve; });
const event = heard.find((each) => each.method === 'messenger/messageSent');
assert.deepEqual(event.params.data, sent);
assert.equal(event.jsonrpc, '2.0');
socket.close();
console.log('json-rpc: requests, notifications, batches, errors, events');
