/** A service worker that tries a WebSocket for whoever asks, and tells how it went. */
export const hostileWorker = `
  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener('message', ({ data, ports: [answer] }) => {
    self.addEventListener('securitypolicyviolation', () => answer.postMessage('refused by its policy'));
    const socket = new WebSocket(data);
    socket.onopen = () => answer.postMessage('open');
    socket.onclose = () => answer.postMessage('closed');
  });`;
