// browser.mjs URL CHROMIUM: the messenger's web client in a real browser, driven over the DevTools protocol as people use
// it: two persons in windows of their own open accounts, meet in a room, and each sees at once what the other writes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

const [url, chromium] = process.argv.slice(2);
const patience = 30_000;
const profile = mkdtempSync(join(tmpdir(), 'strata-browser-'));
const browser = spawn(chromium, [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
  '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank',
], { stdio: ['ignore', 'ignore', 'pipe'] });

const endpoint = await new Promise((resolve, reject) => {
  let said = '';
  browser.on('exit', () => reject(new Error(`The browser ended: ${said}`)));
  browser.stderr.on('data', (data) => {
    said += data;
    const found = said.match(/DevTools listening on (ws:\S+)/);
    if (found) resolve(found[1]);
  });
});

// One connection for the browser and its pages.
const socket = new WebSocket(endpoint, { perMessageDeflate: false });
await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
const waiting = new Map();
const complaints = [];
socket.on('message', (text) => {
  const { id, method, params, result, error } = JSON.parse(text);
  if (id !== undefined) {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    error ? reject(new Error(error.message)) : resolve(result);
  } else if (method === 'Runtime.exceptionThrown') {
    complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
  } else if (method === 'Log.entryAdded' && params.entry.source === 'security') {
    complaints.push(params.entry.text);
  }
});
let last = 0;
const command = (method, params = {}, sessionId) => new Promise((resolve, reject) => {
  waiting.set(++last, { resolve, reject });
  socket.send(JSON.stringify({ id: last, method, params, sessionId }));
});

class Page {
  // In a window of its own, with cookies of its own.
  static async open(address) {
    const { browserContextId } = await command('Target.createBrowserContext');
    const { targetId } = await command('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await command('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page();
    page.session = sessionId;
    for (const domain of ['Page', 'Runtime', 'Log']) await command(`${domain}.enable`, {}, sessionId);
    await command('Page.navigate', { url: address }, sessionId);
    return page;
  }
  async run(expression) {
    const { result, exceptionDetails } = await command('Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true, userGesture: true }, this.session);
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  }
  async until(expression) {
    for (const end = Date.now() + patience; Date.now() < end;) {
      if (await this.run(expression).catch(() => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`never came true: ${expression}; the page: ${await this.run('document.body.innerText')}`);
  }
  async fill(form, values, button) {
    await this.until(`!!document.querySelector('${form} ${button}')?.checkVisibility()`);
    for (const [name, value] of Object.entries(values)) {
      await this.run(`document.querySelector('${form} [name=${name}]').focus()`);
      await command('Input.insertText', { text: value }, this.session);
    }
    await this.run(`document.querySelector('${form} ${button}').click()`);
  }
  signUp(login) {
    return this.fill('#sign', { login, password: 'correct horse' }, '[value=signUp]');
  }
  shows(text) {
    return this.until(`document.querySelector('#messages').innerText.includes(${JSON.stringify(text)})`);
  }
}

async function meet() {
  const ada = await Page.open(url);
  const bob = await Page.open(url);
  await ada.signUp('ada');
  await ada.until(`document.querySelector('#who').textContent === 'ada'`);
  await ada.fill('#create', { title: 'The engine' }, 'button');
  await ada.until(`document.querySelector('#title').textContent === 'The engine'`);
  await bob.signUp('bob');
  await bob.until(`document.querySelector('#rooms button')?.textContent === 'The engine'`);
  await bob.run(`document.querySelector('#rooms button').click()`);
  await bob.until(`document.querySelector('#title').textContent === 'The engine'`);

  await ada.fill('#send', { text: 'Hello, Bob <b>&amp;</b> \u{1F44B}' }, 'button');
  await bob.shows('Hello, Bob <b>&amp;</b> \u{1F44B}');
  await bob.fill('#send', { text: 'Good evening, Ada' }, 'button');
  await ada.shows('Good evening, Ada');

  // Who loads the page anew is still signed in, and hears again.
  await bob.run('window.isOld = true; location.reload()');
  await bob.until(`!window.isOld && document.querySelector('#who')?.textContent === 'bob'`);
  await bob.run(`document.querySelector('#leave').click()`);
  await bob.until(`document.querySelector('#door')?.checkVisibility() && !document.querySelector('#who').textContent`);
  assert.deepEqual(complaints, []);
}

try {
  await meet();
  console.log('two persons met in a browser');
} finally {
  browser.removeAllListeners('exit');
  const gone = new Promise((resolve) => browser.once('exit', resolve));
  await Promise.race([command('Browser.close'), gone]).catch(() => {});
  await gone;
  rmSync(profile, { recursive: true, force: true });
}
