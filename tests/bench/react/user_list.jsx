// Users with a text each, a page at a time, made when the list is expanded.
import { useState } from "react";

import { Pagination } from "./pagination.jsx";

const LINES = 100;
const SHORT = 3;

export function UserList({ lines, heading, figure }) {
  const [page, setPage] = useState(0);
  const [isOpen, setOpen] = useState(lines.length <= SHORT);
  if (lines.length === 0) return null;
  const shown = Math.min(page, Math.ceil(lines.length / LINES) - 1);
  return (
    <details className="user-list" open={isOpen} onToggle={(event) => setOpen(event.target.open)}>
      <summary className="heading"><span className="subject">{heading}</span>{figure && <> <span className="figure">{figure}</span></>}</summary>
      <ul className="list" tabIndex={0}>
        {isOpen && lines.slice(shown * LINES, (shown + 1) * LINES).map(({ user, what }) => (
          <li key={user.id} className={what ? "item" : "item plain"}><span className="who"><bdi className="name">{user.name}</bdi> <bdi className="email" title={user.email}>{user.email}</bdi></span> <span className="what">{what}</span></li>
        ))}
      </ul>
      {lines.length > LINES && <Pagination page={shown} size={LINES} all={lines.length} turn={setPage} />}
    </details>
  );
}
