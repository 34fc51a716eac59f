/** The element that shows the selected host's page. */
export const HOST_PANEL_ID = 'panel-host';

/** The element that shows the editor of a tab. */
export function panelId(tabId: string): string {
  return `panel-${tabId}`;
}
