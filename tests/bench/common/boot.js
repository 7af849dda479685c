// Starts the stand-alone page of a peer.
import { mount } from "./license-management.js";

const config = await (await fetch("./config.json")).json();

async function token() {
  const answer = await fetch(config.token_url, { method: "POST" });
  return (await answer.json()).access_token;
}

mount(document.getElementById("license-management-page"), { ...config, base: "/app", token });
