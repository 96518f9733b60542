/** Demo cases live in a site of their own, so that nothing learnt from them reaches another. */
export const DEMO_SITE = "dashboard_demo";
