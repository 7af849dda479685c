// Everything between the title and the dock.
import { memo, useCallback, useEffect, useMemo, useState } from "react";
import { useParams, useSearchParams } from "react-router";

import { EVERYONE, isFiltered, queryOf, viewOf } from "../common/query.js";
import { matching as matchingText, updated } from "../common/text.js";
import { useAccount, useDirectory, useStore } from "./account.jsx";
import { Announcements } from "./announcements.jsx";
import { AppPicker } from "./cards.jsx";
import { Dock, SkipLink } from "./dock.jsx";
import { Icon } from "./icon.jsx";
import { SeatMeters } from "./seats.jsx";
import { useUserTable } from "./table.js";
import { Toolbar } from "./toolbar.jsx";
import { Users } from "./users.jsx";

export function Page() {
  const { config, drafts } = useAccount();
  const [directory, progress] = useDirectory();
  const application = useApplication();
  const [view, changeView] = useView();
  const [only, setOnly] = useOnly(application);
  const draft = drafts[application];
  const table = useUserTable(directory, application, view, only);
  const matching = table.getFilteredRowModel().rows.length;
  const isLimited = only !== undefined || isFiltered(view);
  const matchingSaid = matchingText(matching, directory.users.length, isLimited);
  const showOnly = useCallback((users) => {
    setOnly(users && new Set(users));
    changeView(EVERYONE);
  }, [setOnly, changeView]);
  return (
    <>
      <Announcements table={table} directory={directory} draft={draft} view={view} matching={matching} matchingSaid={matchingSaid} progress={progress} />
      <main className="page">
        <Head progress={progress} readAt={directory.readAt} />
        <AppPicker directory={directory} selected={application} view={view} />
        <section className="card" aria-label={config.applications[application].name}>
          {!directory.complete && <Progress store={progress} />}
          <SeatMeters types={directory.applications[application].types} isKnown={directory.complete} draft={draft} />
          <Toolbar view={view} changeView={changeView} types={directory.applications[application].types} text={matchingSaid} reset={isLimited ? showOnly : undefined} />
          <SkipLink table={table} draft={draft} />
          <Users table={table} matching={matching} directory={directory} application={application} draft={draft} view={view} changeView={changeView} reset={showOnly} />
        </section>
        <Dock table={table} matching={matching} directory={directory} application={application} draft={draft} showOnly={showOnly} />
      </main>
    </>
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
  const change = useCallback((change, options) => setQuery((before) => queryOf({ ...viewOf(before, config.page_size), ...change }, config.page_size), options), [setQuery, config]);
  return [view, change];
}

/** The only users who are shown, if there are such, until another application is. */
function useOnly(application) {
  const [only, setOnly] = useState();
  useEffect(() => setOnly(undefined), [application]);
  return [only, setOnly];
}

const Head = memo(function Head({ progress, readAt }) {
  const { config } = useAccount();
  return (
    <div className="head">
      <h1 className="heading" tabIndex={-1}>License management</h1>
      <a className="guide" href={config.links.adding_users} target="_blank" rel="noopener">How to add users</a>
      <Loaded progress={progress} readAt={readAt} />
      <button type="button" className="button quiet" onClick={() => location.reload()}>
        <Icon name="refresh" />
        Refresh
      </button>
    </div>
  );
});

function Loaded({ progress, readAt }) {
  const { text } = useStore(progress);
  const shown = readAt ? updated(readAt) : text;
  return <span className="loaded" title={shown}>{shown}</span>;
}

function Progress({ store }) {
  const { text, share } = useStore(store);
  return <progress className="track" max={share === undefined ? undefined : 200} value={share} aria-label={text} />;
}
