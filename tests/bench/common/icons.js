// The icons: paths on 20 by 20.

export const ICONS = {
  search: "M8.5 3a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M12.5 12.5 17 17",
  refresh: "M16.5 10a6.5 6.5 0 1 1-1.9-4.6L17 7.5M17 3.5v4h-4",
  key: "M7 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M10.5 10H18M15.5 10v3",
  camera: "M4.2 5h6a2.3 2.3 0 0 1 2.3 2.3v5.4a2.3 2.3 0 0 1-2.3 2.3h-6a2.3 2.3 0 0 1-2.3-2.3V7.3A2.3 2.3 0 0 1 4.2 5M12.5 9l5.6-3v8l-5.6-3",
  speech: "M5 3.1h10a2.5 2.5 0 0 1 2.5 2.5v5.7a2.5 2.5 0 0 1-2.5 2.5H8.8L5 16.9v-3.1a2.5 2.5 0 0 1-2.5-2.5V5.6A2.5 2.5 0 0 1 5 3.1M6.3 7h7.5M6.3 10h4.4",
  plug: "M7.5 2.5v3.8M12.5 2.5v3.8M5 6.3h10v3.1a5 5 0 0 1-10 0zM10 14.4v3.1",
  phone: "M7.3 1.9h5.4A2.3 2.3 0 0 1 15 4.2v11.6a2.3 2.3 0 0 1-2.3 2.3H7.3A2.3 2.3 0 0 1 5 15.8V4.2a2.3 2.3 0 0 1 2.3-2.3M10 6.2l.9 1.9 2 .3-1.5 1.4.4 2-1.8-1-1.8 1 .4-2-1.5-1.4 2-.3zM9 15.6h2",
  back: "M7 3.8 3.2 7.5 7 11.2M3.2 7.5H12a5 5 0 0 1 0 10H7.5",
  cross: "M5 5l10 10M15 5 5 15",
  more: "M4 10h.8M9.6 10h.8M15.2 10h.8",
};

const OF_APPLICATIONS = { meet: "camera", chat: "speech", connector: "plug", "star-messenger": "phone" };

export const iconOf = (slug) => OF_APPLICATIONS[slug] ?? "key";
