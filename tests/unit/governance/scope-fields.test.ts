import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ScopeFields } from "@/components/governance/scope-fields";

it("offers the sites there are to whoever stops one, and lets them type another", () => {
  const html = renderToStaticMarkup(
    createElement(ScopeFields, {
      scope: { kind: "site", key: "" },
      onChange: () => undefined,
      targets: { sites: ["north", "south"], queues: [], actions: [] },
    }),
  );
  const list = /<input[^>]* list="([^"]+)"/.exec(html)?.[1];
  expect(html).toContain(
    `<datalist id="${list}"><option value="north"></option><option value="south"></option></datalist>`,
  );
});
