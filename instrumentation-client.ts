import { config } from "zod";

// Next runs this before anything else in the browser. Zod would try whether it may compile, which
// the page's policy forbids and reports.
config({ jitless: true });
