// The messenger's web client: plain fetch against the contracts, signed in by cookie, and a WebSocket for what happens.
const $ = (selector) => document.querySelector(selector);
const names = new Map();
let account = null;
let room = null;
let live = null;

async function call(method, parameters = {}) {
  const response = await fetch(`/api/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  const body = await response.json();
  if (!response.ok) throw Object.assign(new Error(body.detail ?? body.title), { code: body.code });
  return body;
}

function shown(form, action) {
  const problem = form.parentElement.querySelector('.problem');
  problem.textContent = '';
  return action().catch((error) => { problem.textContent = error.message; });
}

function element(tag, text) {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}

async function enter(me) {
  account = me;
  $('#who').textContent = me.displayName;
  $('#door').hidden = true;
  $('#house').hidden = false;
  connect();
  await listRooms();
}

// Metacom packets. Whatever is told of the room, it is read anew.
function connect() {
  live = new WebSocket(`${location.origin.replace('http', 'ws')}/api`);
  live.onopen = () => { if (room) hear(room); };
  live.onclose = () => setTimeout(connect, 2000);
  live.onmessage = ({ data }) => {
    const { type, name } = JSON.parse(data);
    if (type === 'event' && name !== 'messenger/typing') refresh().catch(() => {});
  };
}

function hear({ id }) {
  if (live.readyState !== WebSocket.OPEN) return;
  live.send(JSON.stringify({ type: 'call', id, method: 'messenger/enter', args: { roomId: id } }));
  refresh().catch(() => {});
}

async function listRooms() {
  const { rooms } = await call('messenger/rooms');
  $('#rooms').replaceChildren(...rooms.map((each) => {
    const item = document.createElement('li');
    const button = element('button', each.title);
    if (room?.id === each.id) button.setAttribute('aria-current', 'true');
    button.onclick = () => shown($('#send'), () => open(each));
    item.append(button);
    return item;
  }));
}

async function open(next) {
  await call('messenger/join', { roomId: next.id });
  room = next;
  $('#title').textContent = room.title;
  $('#send').hidden = false;
  hear(room);
  await Promise.all([listRooms(), refresh()]);
}

async function refresh() {
  if (!room) return;
  const roomId = room.id;
  const [{ members }, { messages }] = await Promise.all([
    call('messenger/members', { roomId }), call('messenger/history', { roomId }),
  ]);
  if (room.id !== roomId) return;
  for (const member of members) names.set(member.id, member.displayName);
  $('#messages').replaceChildren(...messages.reverse().map((message) => {
    const item = document.createElement('li');
    const time = element('time', new Date(message.sentAt).toLocaleTimeString());
    item.append(element('b', names.get(message.authorId) ?? 'Somebody'), ' ', time, element('div', message.text));
    return item;
  }));
  $('#messages').lastElementChild?.scrollIntoView();
}

$('#sign').onsubmit = (event) => {
  event.preventDefault();
  const { login, password } = Object.fromEntries(new FormData(event.target));
  const method = event.submitter?.value ?? 'signIn';
  shown(event.target, async () => enter((await call(`auth/${method}`, { login, password })).account));
};

$('#create').onsubmit = (event) => {
  event.preventDefault();
  const { title } = Object.fromEntries(new FormData(event.target));
  shown($('#send'), async () => {
    await open(await call('messenger/createRoom', { title }));
    event.target.reset();
  });
};

$('#send').onsubmit = (event) => {
  event.preventDefault();
  const { text } = Object.fromEntries(new FormData(event.target));
  shown(event.target, async () => {
    await call('messenger/send', { roomId: room.id, text });
    event.target.reset();
    await refresh();
  });
};

$('#leave').onclick = async () => {
  await call('auth/signOut');
  location.reload();
};

call('auth/me').then(enter).catch(() => {});
