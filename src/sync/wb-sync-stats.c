/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics (reference/retino-api.md B.9): the days that may still change each time, all of two
 * years once a day and whenever the service counted its history anew or in another zone. Days are
 * read in stretches that fit one answer, so that nothing can change between two pages of them; what
 * was read takes the place of what was stored after the last of it came, some days in a transaction
 * so that none is long, and is known as read with the last of them; all at once only where it was
 * counted otherwise.
 *
 * A year may be many requests. The feed is read in between, and trouble here is told, tried again,
 * and keeps nothing else waiting. */

#include "config.h"

#include "wb-sync-object.h"

#include "wb-stat-store.h"
#include "wb-time.h"
#include "wb-unreadable-store.h"

#define EVERY_MS (15 * WB_MINUTE_MS)
#define AGAIN_MS WB_MINUTE_MS
#define ALL_EVERY_MS WB_DAY_MS
/* What is kept: a period of the longest kind, and the one before. */
#define MAX_DAYS (2 * WB_PERIOD_MAX_DAYS)
/* History that is counted anew while it is read, so often: the next time, then. */
#define MAX_ROUNDS 3
#define NO_ENTRY "all"
/* Days in one transaction: some milliseconds. */
#define STORE_DAYS 40

static const struct
{
  const char *what;
  const char *resource;
  const char *feature;
  GDestroyNotify unref;
} kinds[WB_N_STATS] = {
  [WB_STAT_BANNERS] = { "banners", "remarketing/stats/banners", WB_FEATURE_STATS,
                        (GDestroyNotify) wb_banner_count_unref },
  [WB_STAT_FUNNEL] = { "funnel", "remarketing/stats/funnel", WB_FEATURE_FUNNEL,
                       (GDestroyNotify) wb_funnel_row_unref },
  [WB_STAT_CALLS] = { "calls", "remarketing/stats/calls", WB_FEATURE_STATS,
                      (GDestroyNotify) wb_call_count_unref },
};

typedef struct
{
  WbSync *sync;              /* (unowned) */
  WbHelpdesk *helpdesk;      /* (unowned) */
  const WbAccount *account;  /* (unowned) */
  GCancellable *cancellable; /* (unowned) (nullable) */
  WbStatKind kind;
  gint64 looked_at;          /* steady */
  gboolean stopped;          /* the feed needs the thread: go on in the next pass */
  WbStatFacts *stored;       /* (owned) (nullable) of what stays and is added to */
  WbStatFacts *facts;        /* (owned) (nullable) of the first answer */
  gboolean is_other;         /* an answer was counted otherwise than those two */
  GPtrArray *rows;           /* (owned) (nullable) of the ask so far */
} Reading;

static void
clear_reading (Reading *self)
{
  g_clear_pointer (&self->stored, wb_stat_facts_unref);
  g_clear_pointer (&self->facts, wb_stat_facts_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

static gboolean
is_same_count (const WbStatFacts *a,
               const WbStatFacts *b)
{
  return a->epoch == b->epoch && g_strcmp0 (a->time_zone, b->time_zone) == 0;
}

static void
refuse_count (GError **error)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                       "statistics: fewer rows came than were announced");
}

/* One answer. NULL without an error: not modified; or counted otherwise than the ones before, which
 * is noted. */
static WbWirePage *
read_page (Reading           *self,
           const WbStatPage  *asked,
           const char        *etag,
           GError           **error)
{
  g_autoptr (WbStatFacts) facts = NULL;
  g_autoptr (WbWirePage) page = NULL;
  gboolean is_asked = FALSE;

  page = wb_helpdesk_get_stats (self->helpdesk, kinds[self->kind].what, asked, etag, NULL, &facts,
                                self->cancellable, error);
  is_asked = wb_sync_requested (self->sync, self->helpdesk, error);
  if (!is_asked || !page)
    return NULL;
  if ((self->facts && !is_same_count (self->facts, facts)) ||
      (self->stored && !is_same_count (self->stored, facts))) {
    self->is_other = TRUE;
    return NULL;
  }
  if (!self->facts)
    self->facts = wb_stat_facts_ref (facts);

  return g_steal_pointer (&page);
}

static void
keep_rows (Reading    *self,
           WbWirePage *page)
{
  g_ptr_array_extend_and_steal (self->rows, g_steal_pointer (&page->items));
}

/* The pages of one day that does not fit an answer. What may have moved between two of them is seen
 * when the earlier ones are asked for again: they must be as they were. */
static gboolean
read_long_day (Reading     *self,
               gint32       day,
               WbWirePage  *first,
               GError     **error)
{
  g_autoptr (GPtrArray) etags = g_ptr_array_new_with_free_func (g_free);
  gint64 n_pages = first->total_pages;
  gint64 count = first->count;

  g_ptr_array_add (etags, g_strdup (wb_helpdesk_get_last (self->helpdesk)->etag));
  keep_rows (self, first);
  for (guint i = 2; i <= n_pages; i++) {
    g_autoptr (WbWirePage) page = read_page (self, &(WbStatPage) { day, day, i }, NULL, error);

    if (!page)
      return FALSE;
    self->is_other = self->is_other || page->count != count;
    g_ptr_array_add (etags, g_strdup (wb_helpdesk_get_last (self->helpdesk)->etag));
    keep_rows (self, page);
  }
  for (guint i = 0; i + 1 < etags->len && !self->is_other; i++) {
    const char *etag = g_ptr_array_index (etags, i);
    g_autoptr (GError) problem = NULL;
    g_autoptr (WbWirePage) page = NULL;

    if (!etag)
      continue;
    page = read_page (self, &(WbStatPage) { day, day, i + 1 }, etag, &problem);
    if (problem) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    self->is_other = self->is_other || page != NULL;
  }

  return !self->is_other;
}

static gboolean
look_in (Reading  *self,
         GError  **error)
{
  return wb_sync_look_in (self->sync, self->helpdesk, self->account, &self->looked_at,
                          &self->stopped, self->cancellable, error) &&
         !self->stopped;
}

/* One ask: all rows of @period, newest stretch first. */
static gboolean
read_period (Reading         *self,
             const WbPeriod  *period,
             GError         **error)
{
  gint32 to = period->to;
  gint32 n_days = wb_period_days (period);
  guint capacity = 0;

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = g_ptr_array_new_with_free_func (kinds[self->kind].unref);
  while (to >= period->from) {
    const WbStatPage asked = { MAX (period->from, to - n_days + 1), to, 1 };
    g_autoptr (WbWirePage) page = read_page (self, &asked, NULL, error);

    if (!page)
      return FALSE;
    if (page->total_pages > 1 && asked.from < asked.to) {
      /* Fewer days, with some room for those that have more than others. */
      capacity = page->items->len;
      n_days = (gint32) (((gint64) asked.to - asked.from + 1) * page->items->len * 4 /
                         (MAX (page->count, page->items->len + 1) * 5));
      n_days = CLAMP (n_days, 1, (asked.to - asked.from + 1) / 2);
    } else {
      if (page->total_pages <= 1 && page->count > page->items->len)
        return refuse_count (error), FALSE;
      if (page->total_pages > 1 && !read_long_day (self, to, page, error))
        return FALSE;
      if (page->items && 3 * page->items->len < capacity)
        n_days = MIN (2 * n_days, WB_PERIOD_MAX_DAYS);
      if (page->items)
        keep_rows (self, page);
      to = asked.from - 1;
    }
    if (!look_in (self, error))
      return FALSE;
  }

  return TRUE;
}

/* Some days take the place of what was stored of them. */
static gboolean
store_days (Reading         *self,
            const WbPeriod  *days,
            guint           *next,
            gboolean        *changed,
            GError         **error)
{
  WbDb *db = wb_sync_begin (self->sync, error);
  gboolean is_changed = FALSE;
  gboolean ok = db && wb_stat_store_put_days (db, self->kind, days, self->rows, next, &is_changed,
                                              error);

  *changed = *changed || is_changed;

  return db && wb_sync_end (self->sync, ok, is_changed ? WB_TABLE_STATS : WB_TABLE_NONE, error);
}

/* @all_since: WB_TIME_NONE, or everything was read, since then. */
static gboolean
mark_period (Reading         *self,
             const WbPeriod  *period,
             gboolean         changed,
             gint64           all_since,
             GError         **error)
{
  WbDb *db = wb_sync_begin (self->sync, error);
  g_auto (WbStatState) before = { 0 };
  g_auto (WbStatState) after = { 0 };
  gboolean ok = db != NULL;

  ok = ok && wb_stat_store_state (db, self->kind, &before, error) &&
       wb_stat_store_mark (db, self->kind, period, self->facts, changed,
                           wb_sync_server_now (self->sync), error) &&
       (all_since == WB_TIME_NONE ||
        wb_stat_store_mark_all (db, self->kind, all_since, error)) &&
       wb_unreadable_store_forget (db, kinds[self->kind].resource, NULL, error) &&
       wb_stat_store_state (db, self->kind, &after, error);

  return db && wb_sync_end (self->sync, ok,
                            ok && before.changed_at != after.changed_at
                              ? WB_TABLE_STATS | WB_TABLE_SYNC
                              : WB_TABLE_SYNC, error);
}

/* What was counted otherwise must not stand beside this, not for a moment. */
static gboolean
store_at_once (Reading         *self,
               const WbPeriod  *period,
               gboolean        *done_out,
               GError         **error)
{
  WbDb *db = wb_sync_begin (self->sync, error);
  g_auto (WbStatState) before = { 0 };
  gboolean ok = db && wb_stat_store_state (db, self->kind, &before, error);

  *done_out = ok && before.facts && !is_same_count (before.facts, self->facts);
  ok = ok && (!*done_out ||
              wb_stat_store_replace (db, self->kind, period, self->rows, self->facts,
                                     wb_sync_server_now (self->sync), error));

  return db && wb_sync_end (self->sync, ok, *done_out ? WB_TABLE_STATS : WB_TABLE_NONE, error);
}

static gboolean
store_period (Reading         *self,
              const WbPeriod  *period,
              gint64           all_since,
              GError         **error)
{
  gboolean changed = FALSE;
  gboolean done = FALSE;
  guint next = 0;

  if (!wb_stat_store_order (self->kind, period, self->rows, error) ||
      !store_at_once (self, period, &done, error))
    return FALSE;
  for (gint32 from = period->from; from <= period->to && !done; from += STORE_DAYS) {
    const WbPeriod days = { from, MIN (from + STORE_DAYS - 1, period->to) };

    if (!store_days (self, &days, &next, &changed, error))
      return FALSE;
  }

  return mark_period (self, period, changed, all_since, error);
}

static gint32
get_today (WbSync          *sync,
           const WbAccount *account)
{
  const char *name = account->time_zone;
  g_autoptr (GTimeZone) zone = name ? g_time_zone_new_identifier (name) : NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return wb_date_of_time (wb_sync_server_now (sync), zone ? zone : utc);
}

/* The first day to read; @oldest = all of it. */
static gint32
find_first (const WbStatState *state,
            gint32             oldest,
            gint32             today,
            gint64             now)
{
  gboolean is_due = state->read_all_at == WB_TIME_NONE || state->read_all_at > now ||
                    now - state->read_all_at >= ALL_EVERY_MS;

  if (!state->facts || is_due || state->known.from > oldest || state->known.to > today ||
      state->facts->final_until == WB_DATE_NONE)
    return oldest;

  return CLAMP (MIN (state->facts->final_until, state->known.to) + 1, oldest, today);
}

/* Everything that is kept, or what may have changed, in asks of at most a period's length, the
 * newest first. @is_other: it was counted anew meanwhile. */
static gboolean
read_from (Reading   *self,
           gint32     first,
           gint32     today,
           gboolean   is_all,
           GError   **error)
{
  gint64 since = wb_sync_server_now (self->sync);

  for (gint32 to = today; to >= first; to -= WB_PERIOD_MAX_DAYS) {
    const WbPeriod period = { MAX (first, to - WB_PERIOD_MAX_DAYS + 1), to };
    gboolean is_last = period.from == first;

    if (!read_period (self, &period, error) ||
        !store_period (self, &period, is_all && is_last ? since : WB_TIME_NONE, error))
      return FALSE;
  }

  return TRUE;
}

/* Days that were final when they were read, before @first, and are not any more: an order that came
 * late. What is stored says so by now. */
static gboolean
reaches_back (const WbStatFacts *facts,
              gint32             first,
              gint32             oldest)
{
  return first > oldest &&
         (facts->final_until == WB_DATE_NONE || facts->final_until + 1 < first);
}

static gboolean
read_kind (Reading  *self,
           GError  **error)
{
  gboolean is_whole = FALSE;

  for (int round = 0; round < MAX_ROUNDS; round++) {
    g_autoptr (WbDb) reader = wb_workspace_open_reader (self->sync->workspace, error);
    g_auto (WbStatState) state = { 0 };
    gint32 today = 0;
    gint32 oldest = 0;
    gint32 first = 0;

    if (!reader || !wb_stat_store_state (reader, self->kind, &state, error))
      return FALSE;
    today = get_today (self->sync, self->account);
    oldest = today - MAX_DAYS + 1;
    first = is_whole ? oldest
                     : find_first (&state, oldest, today, wb_sync_server_now (self->sync));
    g_clear_pointer (&self->facts, wb_stat_facts_unref);
    g_clear_pointer (&self->stored, wb_stat_facts_unref);
    if (first > oldest)
      self->stored = wb_stat_facts_ref (state.facts);
    self->is_other = FALSE;
    if (!read_from (self, first, today, first == oldest, error)) {
      if (!self->is_other)
        return FALSE;
    } else if (!reaches_back (self->facts, first, oldest)) {
      return TRUE;
    }
    is_whole = is_whole || self->is_other;
  }

  return TRUE;
}

/* A kind that cannot be had is told like any entry that cannot be read, until it can. */
static gboolean
note_problem (WbSync        *self,
              WbStatKind     kind,
              const GError  *problem,
              GError       **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_debug ("%s: %s", kinds[kind].resource, problem->message);
  g_ptr_array_add (ids, (gpointer) NO_ENTRY);

  return wb_sync_note_skipped (self, kinds[kind].resource, ids, error);
}

static gboolean
is_serious (const GError *problem)
{
  if (problem->domain == WB_DB_ERROR)
    return problem->code != WB_DB_ERROR_CONSTRAINT;

  return problem->domain != WB_REMOTE_ERROR ||
         problem->code == WB_REMOTE_ERROR_UNAUTHORIZED ||
         problem->code == WB_REMOTE_ERROR_SECRET_LOCKED ||
         problem->code == WB_REMOTE_ERROR_SECRET_UNAVAILABLE;
}

static void
set_due (WbSync *self,
         gint64  wait_ms)
{
  gint64 due_at = wb_clock_steady (wb_workspace_get_clock (self->workspace)) + wait_ms;

  g_mutex_lock (&self->lock);
  self->stats_due_at = due_at;
  g_mutex_unlock (&self->lock);
}

/* Takes the turn: a person who asks meanwhile asks for the next one. */
static gboolean
take_turn (WbSync *self)
{
  gint64 steady = wb_clock_steady (wb_workspace_get_clock (self->workspace));
  gboolean is_due = FALSE;

  g_mutex_lock (&self->lock);
  is_due = steady >= self->stats_due_at;
  if (is_due)
    self->stats_due_at = steady + EVERY_MS;
  g_mutex_unlock (&self->lock);

  return is_due;
}

/* The next pass reads statistics. Any thread. */
void
wb_sync_hurry_stats (WbSync *self)
{
  g_mutex_lock (&self->lock);
  self->stats_due_at = 0;
  g_mutex_unlock (&self->lock);
}

/* What is not offered any more need not be told. */
static gboolean
forget_problem (WbSync      *self,
                WbStatKind   kind,
                GError     **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, error);
  WbDb *db = NULL;

  if (!reader)
    return FALSE;
  if (!wb_unreadable_store_contains (reader, kinds[kind].resource, NO_ENTRY))
    return TRUE;
  db = wb_sync_begin (self, error);

  return db &&
         wb_sync_end (self,
                      wb_unreadable_store_forget (db, kinds[kind].resource, NULL, error),
                      WB_TABLE_NONE, error);
}

/* @stop_out: trouble that the next kind would only meet again. */
static gboolean
try_kind (Reading   *reading,
          gboolean  *stop_out,
          GError   **error)
{
  WbSync *sync = reading->sync;
  g_autoptr (GError) problem = NULL;

  if (read_kind (reading, &problem))
    return TRUE;
  if (!problem) {
    *stop_out = TRUE;
    set_due (sync, 0);
    return TRUE;
  }
  if (is_serious (problem)) {
    set_due (sync, 0);
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (wb_remote_error_is_passing (problem)) {
    set_due (sync, MAX (AGAIN_MS, wb_helpdesk_get_last (reading->helpdesk)->retry_after_ms));
    *stop_out = problem->code != WB_REMOTE_ERROR_SERVER_FAULT;
  }

  return *stop_out || note_problem (sync, reading->kind, problem, error);
}

/* Everything else is up to date, and this may take a while. */
static void
say_live (WbSync *self)
{
  gboolean has_threads = FALSE;

  g_mutex_lock (&self->lock);
  has_threads = self->may_push;
  g_mutex_unlock (&self->lock);
  if (has_threads)
    wb_sync_set_phase (self, WB_SYNC_LIVE, NULL, WB_TIME_NONE);
}

gboolean
wb_sync_read_stats (WbSync           *self,
                    WbHelpdesk       *helpdesk,
                    const WbAccount  *account,
                    GCancellable     *cancellable,
                    GError          **error)
{
  gboolean stop = FALSE;

  if (!account || !take_turn (self))
    return TRUE;

  say_live (self);
  for (int kind = 0; kind < WB_N_STATS && !stop; kind++) {
    g_auto (Reading) reading = {
      .sync = self, .helpdesk = helpdesk, .account = account, .cancellable = cancellable,
      .kind = kind
    };

    reading.looked_at = wb_clock_steady (wb_workspace_get_clock (self->workspace));
    if (!(wb_account_has_feature (account, kinds[kind].feature)
            ? try_kind (&reading, &stop, error)
            : forget_problem (self, kind, error)))
      return FALSE;
  }

  return wb_sync_count_unreadable (self, error);
}
