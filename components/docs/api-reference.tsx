"use client";

import { useTheme } from "next-themes";
import { useEffect, useRef, useState } from "react";
import "swagger-ui-dist/swagger-ui.css";
import "./api-reference.css";

/** Swagger UI's own name for its dark colours, looked for on the root element. */
const DARK = "dark-mode";

/** Every operation of an OpenAPI document, to read and to try; loads nothing from elsewhere. */
export function ApiReference({ document: url }: { document: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const { resolvedTheme } = useTheme();

  useEffect(() => {
    let isGone = false;
    import("swagger-ui-dist/swagger-ui-es-bundle.js")
      .then(({ default: swaggerUi }) => {
        if (!isGone && place.current) {
          show(swaggerUi, place.current, url);
        }
      })
      .catch(() => setHasFailed(true));
    return () => {
      isGone = true;
    };
  }, [url]);

  useEffect(() => {
    const root = globalThis.document.documentElement;
    root.classList.toggle(DARK, resolvedTheme === "dark");
    return () => root.classList.remove(DARK);
  }, [resolvedTheme]);

  return hasFailed ? (
    <p className="p-4 text-muted">The reference could not be loaded; reload the page.</p>
  ) : (
    <div ref={place} className="api-reference" />
  );
}

function show(swaggerUi: SwaggerUi, node: HTMLElement, url: string): void {
  swaggerUi({
    domNode: node,
    url,
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    docExpansion: "list",
    filter: true,
    // Its default would send the document to a validator on another origin.
    validatorUrl: null,
  });
}
