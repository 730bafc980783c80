/** The topic on which a site's newest sequence is announced: retained, QoS 1, JSON `{"headSeq": n}`. */
export function newsTopic(siteId: string): string {
  return `halfhour/v1/${siteId}/news`;
}
