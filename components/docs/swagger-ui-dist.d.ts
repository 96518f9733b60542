interface SwaggerUiOptions {
  domNode: HTMLElement;
  url: string;
  deepLinking: boolean;
  defaultModelsExpandDepth: number;
  docExpansion: "list" | "full" | "none";
  filter: boolean;
  validatorUrl: null;
}

type SwaggerUi = (options: SwaggerUiOptions) => unknown;

declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  const swaggerUi: SwaggerUi;
  export = swaggerUi;
}
