/** The element that shows the selected host's page. */
export const HOST_PANEL_ID = 'panel-host';

/** The element that shows the editor of a tab. */
export function panelId(tabId: string): string {
  return `panel-${tabId}`;
}

/** The tab of a panel. */
export function tabElementId(panel: string): string {
  return `${panel}-tab`;
}
