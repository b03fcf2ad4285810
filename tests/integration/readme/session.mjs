// The README's session with fetch: sign up, sign in, create a room, send, read history.
const url = process.argv[2];
let token = '';

async function call(method, parameters) {
  const response = await fetch(`${url}/api/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(parameters),
  });
  if (!response.ok) throw new Error(`${method}: ${response.status} ${await response.text()}`);
  return response.json();
}

await call('auth/signUp', { login: 'node', password: 'correct horse' });
({ token } = await call('auth/signIn', { login: 'node', password: 'correct horse' }));
const room = await call('messenger/createRoom', { title: 'Fetch' });
const sent = await call('messenger/send', { roomId: room.id, text: 'Hello from Node' });
const { messages, more } = await call('messenger/history', { roomId: room.id });
if (messages.length !== 1 || messages[0].id !== sent.id || more) throw new Error('the history is wrong');
console.log(messages[0].text);
