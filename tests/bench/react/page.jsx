// Everything between the title and the dock.
import { memo, useCallback, useMemo, useSyncExternalStore } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";

import { queryOf, viewOf } from "../common/query.js";
import { cardState, number } from "../common/text.js";
import { useAccount, useDirectory, useTotals } from "./account.jsx";
import { Dock } from "./dock.jsx";
import { Toolbar } from "./toolbar.jsx";
import { Users } from "./users.jsx";
import { useUserTable } from "./table.js";

export function Page() {
  const { config, drafts } = useAccount();
  const [directory, progress] = useDirectory();
  const application = useApplication();
  const [view, changeView] = useView();
  const draft = drafts[application];
  const table = useUserTable(directory, application, view);
  const rows = table.getRowModel().rows;
  const matching = table.getFilteredRowModel().rows.length;
  return (
    <main className="page">
      <div className="head">
        <h1 className="heading">License management</h1>
      </div>
      <AppPicker directory={directory} selected={application} />
      <section className="card" aria-label={config.applications[application].name}>
        {!directory.complete && <Progress store={progress} />}
        {directory.complete && <SeatMeters types={directory.applications[application].types} />}
        <Toolbar view={view} changeView={changeView} types={directory.applications[application].types} matching={matching} users={directory.users.length} />
        <Users table={table} rows={rows} matching={matching} directory={directory} application={application} draft={draft} view={view} changeView={changeView} />
      </section>
      <Dock table={table} matching={matching} directory={directory} application={application} draft={draft} />
    </main>
  );
}

/** Which application the URL names, else the first. */
function useApplication() {
  const { config } = useAccount();
  const { application } = useParams();
  return Math.max(0, config.applications.findIndex(({ slug }) => slug === application));
}

/** The view that the URL names, and the way to another one. A search is one place to come back to. */
function useView() {
  const { config } = useAccount();
  const [query, setQuery] = useSearchParams();
  const view = useMemo(() => viewOf(query, config.page_size), [query, config]);
  const change = useCallback((next, options) => setQuery(queryOf(next, config.page_size), options), [setQuery, config]);
  return [view, change];
}

const AppPicker = memo(function AppPicker({ directory, selected }) {
  return (
    <nav className="apps" aria-label="Application">
      {directory.applications.map((application, index) => (
        <AppCard key={application.id} directory={directory} index={index} isSelected={index === selected} />
      ))}
    </nav>
  );
});

const AppCard = memo(function AppCard({ directory, index, isSelected }) {
  const { config, drafts } = useAccount();
  const navigate = useNavigate();
  const state = useTotals(drafts[index], (draft) => cardState(directory, draft, index));
  const { name, slug } = directory.applications[index];
  const open = (event) => {
    event.preventDefault();
    navigate(`/${slug}`);
  };
  return (
    <a className="app" href={`${config.base}/${slug}`} aria-current={isSelected ? "page" : undefined} onClick={open}>
      <span className="initial" aria-hidden="true">{name[0]}</span>
      <strong className="name">{name}</strong>
      <span className="state">{state}</span>
    </a>
  );
});

function Progress({ store }) {
  const text = useSyncExternalStore(store.watch, store.get);
  return (
    <div className="progress" role="status">
      <span className="words">{text}</span>
    </div>
  );
}

const SeatMeters = memo(function SeatMeters({ types }) {
  return (
    <div className="seats">
      {types.map(({ id, name, used, seats }) => (
        <div key={id} className="meter">
          <div className="line">
            <b className="label">{name}</b>
            <span className="figures">{seats === undefined ? `${number(used)} used, no limit` : `${number(used)} of ${number(seats)}`}</span>
          </div>
          {seats !== undefined && <meter className="bar" min="0" max={seats} value={used} aria-label={name} />}
        </div>
      ))}
    </div>
  );
});
