// The screen as built with React, TanStack Table and Query, and React Router.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";

import { Api } from "../common/api.js";
import { Draft } from "../common/draft.js";
import { style } from "../common/mounting.js";
import { listenForShortcuts } from "../common/shortcuts.js";
import { Account } from "./account.jsx";
import { Page } from "./page.jsx";

/** Shows the screen in an element. */
export async function mount(element, config) {
  await style();
  const root = document.createElement("div");
  root.className = "license-management";
  element.append(root);
  listenForShortcuts(root);
  const services = { config, api: new Api(config), drafts: config.applications.map((_, index) => new Draft(index)) };
  const router = createBrowserRouter([{ path: "/:application?", element: <Page /> }], { basename: config.base });
  createRoot(root).render(
    <QueryClientProvider client={new QueryClient()}>
      <Account.Provider value={services}>
        <RouterProvider router={router} />
      </Account.Provider>
    </QueryClientProvider>,
  );
}
