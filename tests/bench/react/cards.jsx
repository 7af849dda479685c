// The applications, side by side.
import { memo } from "react";
import { useNavigate } from "react-router";

import { seatsOf } from "../common/directory.js";
import { iconOf } from "../common/icons.js";
import { pathOf } from "../common/query.js";
import { cardState, number, pending } from "../common/text.js";
import { useAccount, useTotals } from "./account.jsx";
import { Icon } from "./icon.jsx";

export const AppPicker = memo(function AppPicker({ directory, selected, view }) {
  const { config } = useAccount();
  return (
    <nav className="apps" aria-label="Application">
      {directory.applications.map((application, index) => (
        <AppCard key={application.id} directory={directory} index={index} path={pathOf(application.slug, view, config.page_size)} isSelected={index === selected} />
      ))}
    </nav>
  );
});

const AppCard = memo(function AppCard({ directory, index, path, isSelected }) {
  const { config, drafts } = useAccount();
  const navigate = useNavigate();
  const { name, slug } = directory.applications[index];
  const seats = seatsOf(directory.applications[index]);
  const used = directory.licensed[index];
  const open = (event) => {
    event.preventDefault();
    navigate(path);
  };
  return (
    <a className="app" href={config.base + path} aria-current={isSelected ? "page" : undefined} onClick={open}>
      <span className="picture"><Icon name={iconOf(slug)} /></span>
      <strong className="name">{name}</strong>
      <Badge draft={drafts[index]} />
      <span className="state">{cardState(directory, index, seats)}</span>
      <meter className={used >= seats ? "bar full" : "bar"} hidden={!directory.complete || !seats} max={seats ?? 0} value={used} aria-hidden="true" />
    </a>
  );
});

function Badge({ draft }) {
  const changes = useTotals(draft, ({ counts }) => counts.changes);
  return <span className="badge" role="img" aria-label={pending(changes)} title={pending(changes)} hidden={changes === 0}>{number(changes)}</span>;
}
