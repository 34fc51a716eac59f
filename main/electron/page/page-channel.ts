/** The page asks for its port on this channel. */
export const REQUEST_CHANNEL = 'berth:request-port';

/** The preload is handed the port on this channel. */
export const PORT_CHANNEL = 'berth:port';

/** The page sees its port arrive as a `message` event with this data, from its own window. */
export const PAGE_MESSAGE = 'berth-port';
