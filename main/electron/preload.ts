import { contextBridge, ipcRenderer } from 'electron';
import { PAGE_MESSAGE, PORT_CHANNEL, REQUEST_CHANNEL } from './page/page-channel.ts';

// A MessagePort cannot cross contextBridge, so it travels by postMessage from this world to the page's own window.
ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage(PAGE_MESSAGE, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('berth', {
  requestPort: () => {
    ipcRenderer.send(REQUEST_CHANNEL);
  },
});
