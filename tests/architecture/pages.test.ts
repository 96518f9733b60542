import { expect, test } from "vitest";
import { readSources } from "../support/source-files";

const app = readSources("app", ".tsx");
const pages = app.filter(({ path }) => /\/(page|layout)\.tsx$/.test(path));

/** The document itself, the sign-in page, and one that only leads on. */
const FOR_EVERYBODY = ["app/layout.tsx", "app/page.tsx", "app/sign-in/page.tsx"];

test("every page asks who reads it, by itself: a layout is not rendered anew for each", () => {
  const asking = pages.filter(({ code }) => /pageContext\(|<SettingsList\b/.test(code));
  const others = pages.filter((page) => !asking.includes(page)).map(({ path }) => path);
  expect(others).toEqual(FOR_EVERYBODY);
});

test("whoever has a first password still sees where to choose another, and the frame around it", () => {
  const open = app.filter(({ code }) => code.includes("isForFirstPassword"));
  expect(open.map(({ path }) => path)).toEqual([
    "app/(tower)/layout.tsx",
    "app/(tower)/settings/password/page.tsx",
  ]);
});
