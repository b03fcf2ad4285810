// node_http.mjs PORT: the peer in Node's own http module.
import { createServer } from 'node:http';

createServer((request, response) => {
  if (request.url === '/json') {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ message: 'Hello, World!' }));
  } else {
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.end('Hello, World!');
  }
}).listen(Number(process.argv[2]), '127.0.0.1', 4096);
