import type { StreamEventAnswer } from "@/lib/contracts/events";

/** What a webhook carries: CloudEvents 1.0 in JSON, around the event as the stream shows it. */
export function toCloudEvent(id: string, source: string, event: Omit<StreamEventAnswer, "id">) {
  return {
    specversion: "1.0",
    id,
    source,
    type: `controltower.${event.type}`,
    subject: `${event.subject.type}/${event.subject.id}`,
    time: event.time,
    datacontenttype: "application/json",
    data: event,
  };
}
