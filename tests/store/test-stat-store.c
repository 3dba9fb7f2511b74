/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics: replaced and never added, summed by whatever is asked for, known days, and what damaged
 * bytes do. Sums are compared with a plain loop over the rows that were put in. */

#include "config.h"

#include "wb-stat-pack.h"
#include "wb-stat-store.h"

#include "store-fixture.h"

#define TODAY 20365   /* of NOW */

static const char *const banners[] = { "03000001", "03000002", "03000003" };
static const char *const types[] = { "b1000001", "b1000002", NULL };
static const char *const placements[] = { "portal", "ticket_detail", "email" };
static const char *const currencies[] = { "CZK", "EUR", NULL };

static WbBannerCount *
make_count (gint32      day,
            const char *banner,
            const char *placement,
            const char *type,
            gint64      clicks)
{
  WbBannerCount *row = wb_banner_count_new ();
  gboolean has_views = !g_str_equal (placement, "email");

  row->day = day;
  row->banner = g_strdup (banner);
  row->placement = g_strdup (placement);
  row->type = g_strdup (type);
  row->impressions = has_views ? clicks * 10 : WB_COUNT_NONE;
  row->impressions_raw = has_views ? clicks * 11 : WB_COUNT_NONE;
  row->clicks = clicks;
  row->clicks_raw = clicks + 3;
  row->filtered[WB_VERDICT_AGENT] = 2;
  row->filtered[WB_VERDICT_REPEAT] = 1;
  row->clicks_with_views = has_views ? clicks : 0;

  return row;
}

static WbFunnelRow *
make_funnel (gint32      day,
             WbTool      tool,
             const char *placement,
             const char *type,
             const char *currency,
             gint64      offered)
{
  WbFunnelRow *row = wb_funnel_row_new ();

  row->day = day;
  row->has_tool = TRUE;
  row->tool = tool;
  row->placement = g_strdup (placement);
  row->type = g_strdup (type);
  row->currency = g_strdup (currency);
  row->offered = offered;
  row->shown = g_strcmp0 (placement, "email") == 0 ? WB_COUNT_NONE : offered - 1;
  row->taken = offered / 2;
  row->used = offered / 4;
  row->used_probable = 1;
  row->open = 2;
  row->revenue = currency ? offered * 1000 : 0;
  row->revenue_probable = currency ? 500 : 0;
  row->revenue_squares = currency ? 0.5 * (double) offered : 0;
  row->revenue_all_squares = currency ? 0.75 * (double) offered : 0;

  return row;
}

static WbCallCount *
make_calls (gint32      day,
            const char *type,
            gint64      asked)
{
  WbCallCount *row = wb_call_count_new ();

  row->day = day;
  row->type = g_strdup (type);
  row->asked = asked;
  row->open = 1;
  row->in_goal = asked - 2;
  row->goal_counted = asked - 1;
  row->in_promise = asked - 1;
  row->promise_counted = asked - 1;
  row->ends[WB_CALL_END_DECLINED] = asked / 2;

  return row;
}

static GPtrArray *
new_rows (WbStatKind kind)
{
  return g_ptr_array_new_with_free_func (wb_stat_form (kind)->unref);
}

/* Every combination on each day, in an order that is nobody's. */
static GPtrArray *
make_all (WbStatKind kind,
          gint32     from,
          gint32     to)
{
  GPtrArray *rows = new_rows (kind);

  for (gint32 day = to; day >= from; day--) {
    for (guint i = 0; i < 27; i++) {
      guint a = (i * 7 + (guint) day) % 27;
      gint64 n = 5 + (day * 31 + (gint32) a * 17) % 90;

      if (kind == WB_STAT_BANNERS)
        g_ptr_array_add (rows, make_count (day, banners[a / 9], placements[a / 3 % 3],
                                           types[a % 3], n));
      else if (kind == WB_STAT_FUNNEL)
        for (int tool = 0; tool < WB_N_TOOLS; tool++)
          g_ptr_array_add (rows, make_funnel (day, tool, a / 9 == 0 ? NULL : placements[a / 9],
                                              types[a / 3 % 3], currencies[a % 3], n + tool));
      else if (a < 3)
        g_ptr_array_add (rows, make_calls (day, types[a], n));
    }
  }

  return rows;
}

static WbStatFacts *
make_facts (const char *zone,
            gint32      final_until,
            gint64      epoch)
{
  WbStatFacts *facts = wb_stat_facts_new ();

  facts->time_zone = g_strdup (zone);
  facts->final_until = final_until;
  facts->epoch = epoch;

  return facts;
}

/* (transfer full): @rows. */
static gboolean
put_as (Fixture      *fixture,
        WbStatKind    kind,
        gint32        from,
        gint32        to,
        GPtrArray    *rows,
        WbStatFacts  *facts,
        gint64        now,
        GError      **error)
{
  WbDb *db = wb_workspace_begin (fixture->ws, error);
  gboolean stored = wb_stat_store_replace (db, kind, &(WbPeriod) { from, to }, rows, facts, now, error);

  if (stored)
    g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_STATS, error));
  else
    wb_workspace_rollback (fixture->ws);
  g_ptr_array_unref (rows);
  wb_stat_facts_unref (facts);

  return stored;
}

static void
put (Fixture    *fixture,
     WbStatKind  kind,
     gint32      from,
     gint32      to,
     GPtrArray  *rows)
{
  g_autoptr (GError) error = NULL;

  put_as (fixture, kind, from, to, rows, make_facts ("Europe/Prague", TODAY - 2, 1), NOW, &error);
  g_assert_no_error (error);
}

/* Some of the days, and no more: the program was killed. */
static void
put_some (Fixture    *fixture,
          WbStatKind  kind,
          gint32      from,
          gint32      to,
          GPtrArray  *rows,
          guint      *next)
{
  WbDb *db = wb_workspace_begin (fixture->ws, NULL);
  gboolean changed = FALSE;

  g_assert_true (wb_stat_store_put_days (db, kind, &(WbPeriod) { from, to }, rows, next, &changed, NULL));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_STATS, NULL));
}

static GPtrArray *
read_sums (Fixture           *fixture,
           WbStatKind         kind,
           const WbStatQuery *query)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  GPtrArray *sums = kind == WB_STAT_BANNERS ? wb_stat_store_banners (db, query, &error) :
                                              kind == WB_STAT_FUNNEL  ? wb_stat_store_funnel (db, query, &error)
                                            : wb_stat_store_calls (db, query, &error);

  g_assert_no_error (error);

  return sums;
}

/* Everything of a record in one line. */
static char *
tell (WbStatKind    kind,
      gconstpointer record)
{
  const WbStatForm *form = wb_stat_form (kind);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%d", wb_stat_form_get_day (form, record));
  if (form->has_tool)
    g_string_append_printf (text, " tool=%d/%u", ((const WbFunnelRow *) record)->has_tool,
                            ((const WbFunnelRow *) record)->tool);
  for (int i = 0; i < WB_N_STAT_WORDS; i++) {
    char **word = wb_stat_form_get_word (form, (gpointer) record, i);

    if (word)
      g_string_append_printf (text, " %s", *word ? *word : "-");
  }
  for (guint i = 0; i < form->n_counts; i++)
    g_string_append_printf (text, " %" G_GINT64_FORMAT,
                            *(const gint64 *) ((const char *) record + form->counts[i]));
  for (guint i = 0; i < form->n_squares; i++)
    g_string_append_printf (text, " %.3f", *(const double *) ((const char *) record + form->squares[i]));
  if (kind == WB_STAT_BANNERS)
    g_string_append_printf (text, " views=%" G_GINT64_FORMAT,
                            ((const WbBannerCount *) record)->clicks_with_views);

  return g_string_free (text, FALSE);
}

static gboolean
is_asked (const char *filter,
          const char *word)
{
  return !filter || g_strcmp0 (filter, word ? word : "") == 0;
}

static char *
keep (gboolean    kept,
      const char *filter,
      const char *word)
{
  return kept || filter ? g_strdup (word) : NULL;
}

/* What a sum of @row is of. */
static gpointer
make_head (WbStatKind         kind,
           gpointer           record,
           const WbStatQuery *query)
{
  if (kind == WB_STAT_BANNERS) {
    WbBannerCount *row = record;
    WbBannerCount *head = wb_banner_count_new ();

    head->day = query->by & WB_STAT_BY_DAY ? row->day : WB_DATE_NONE;
    head->banner = keep (query->by & WB_STAT_BY_BANNER, query->banner, row->banner);
    head->placement = keep (query->by & WB_STAT_BY_PLACEMENT, query->placement, row->placement);
    head->type = keep (query->by & WB_STAT_BY_TYPE, query->type, row->type);
    return is_asked (query->banner, row->banner) && is_asked (query->placement, row->placement) &&
           is_asked (query->type, row->type) ? head : (wb_banner_count_unref (head), NULL);
  }
  if (kind == WB_STAT_FUNNEL) {
    WbFunnelRow *row = record;
    WbFunnelRow *head = wb_funnel_row_new ();

    head->day = query->by & WB_STAT_BY_DAY ? row->day : WB_DATE_NONE;
    head->has_tool = (query->by & WB_STAT_BY_TOOL) != 0;
    head->tool = head->has_tool ? row->tool : 0;
    head->placement = keep (query->by & WB_STAT_BY_PLACEMENT, query->placement, row->placement);
    head->type = keep (query->by & WB_STAT_BY_TYPE, query->type, row->type);
    head->currency = keep (query->by & WB_STAT_BY_CURRENCY, query->currency, row->currency);
    return is_asked (query->placement, row->placement) && is_asked (query->type, row->type) &&
           is_asked (query->currency, row->currency) ? head : (wb_funnel_row_unref (head), NULL);
  } else {
    WbCallCount *row = record;
    WbCallCount *head = wb_call_count_new ();

    head->day = query->by & WB_STAT_BY_DAY ? row->day : WB_DATE_NONE;
    head->type = keep (query->by & WB_STAT_BY_TYPE, query->type, row->type);
    return is_asked (query->type, row->type) ? head : (wb_call_count_unref (head), NULL);
  }
}

static GPtrArray *
sum_plainly (WbStatKind         kind,
             GPtrArray         *rows,
             const WbStatQuery *query)
{
  const WbStatForm *form = wb_stat_form (kind);
  GPtrArray *sums = new_rows (kind);

  for (guint i = 0; i < rows->len; i++) {
    gpointer head = NULL;
    guint at = 0;
    gint32 day = wb_stat_form_get_day (form, rows->pdata[i]);

    if (day < query->period.from || day > query->period.to)
      continue;
    head = make_head (kind, rows->pdata[i], query);
    if (!head)
      continue;
    while (at < sums->len && wb_stat_form_compare (form, sums->pdata[at], head) < 0)
      at++;
    if (at == sums->len || wb_stat_form_compare (form, sums->pdata[at], head) != 0)
      g_ptr_array_insert (sums, (int) at, head);
    else
      form->unref (head);
    form->add (sums->pdata[at], rows->pdata[i]);
  }

  return sums;
}

static void
check_equal (WbStatKind  kind,
             GPtrArray  *sums,
             GPtrArray  *expected)
{
  g_assert_cmpuint (sums->len, ==, expected->len);
  for (guint i = 0; i < sums->len; i++) {
    g_autofree char *one = tell (kind, sums->pdata[i]);
    g_autofree char *other = tell (kind, expected->pdata[i]);

    g_assert_cmpstr (one, ==, other);
  }
}

static void
test_stats_every_sum (Fixture       *fixture,
                      gconstpointer  data)
{
  static const WbStatQuery filters[] = {
    { { TODAY - 20, TODAY } },
    { { TODAY - 9, TODAY - 3 }, .type = "b1000002" },
    { { TODAY - 20, TODAY }, .placement = "email" },
    { { TODAY - 20, TODAY }, .placement = "", .currency = "EUR" },
    { { TODAY - 20, TODAY }, .banner = "03000002", .currency = "CZK", .type = "b1000001" },
    { { TODAY - 20, TODAY }, .type = "nobody" },
    { { TODAY - 400, TODAY - 21 } },
  };

  for (int kind = 0; kind < WB_N_STATS; kind++) {
    g_autoptr (GPtrArray) rows = make_all (kind, TODAY - 20, TODAY);

    put (fixture, kind, TODAY - 20, TODAY, g_ptr_array_ref (rows));
    for (gsize i = 0; i < G_N_ELEMENTS (filters); i++) {
      for (guint by = 0; by < 64; by++) {
        WbStatQuery query = filters[i];
        g_autoptr (GPtrArray) sums = NULL;
        g_autoptr (GPtrArray) expected = NULL;

        query.by = by;
        sums = read_sums (fixture, kind, &query);
        expected = sum_plainly (kind, rows, &query);
        check_equal (kind, sums, expected);
        g_assert_cmpint (sums->len > 0, ==, i < 5 && (i != 3 || kind != WB_STAT_BANNERS));
      }
    }
  }
}

static gint64
sum_clicks (Fixture *fixture)
{
  WbStatQuery query = { { TODAY - 800, TODAY + 10 } };
  g_autoptr (GPtrArray) sums = read_sums (fixture, WB_STAT_BANNERS, &query);

  return sums->len == 0 ? 0 : ((WbBannerCount *) sums->pdata[0])->clicks;
}

static GPtrArray *
one_row (gint32 day,
         gint64 clicks)
{
  GPtrArray *rows = new_rows (WB_STAT_BANNERS);

  g_ptr_array_add (rows, make_count (day, "b", "portal", "t", clicks));

  return rows;
}

static void
test_stats_replace (Fixture       *fixture,
                    gconstpointer  data)
{
  GPtrArray *two = one_row (TODAY, 5);
  WbDb *db = wb_workspace_get_reader (fixture->ws);

  g_ptr_array_add (two, make_count (TODAY - 1, "b", "portal", "t", 7));
  put (fixture, WB_STAT_BANNERS, TODAY - 1, TODAY, two);
  g_assert_cmpint (sum_clicks (fixture), ==, 12);
  /* Again the same, then a later count of one day: neither is added. */
  put (fixture, WB_STAT_BANNERS, TODAY, TODAY, one_row (TODAY, 5));
  g_assert_cmpint (sum_clicks (fixture), ==, 12);
  put (fixture, WB_STAT_BANNERS, TODAY, TODAY, one_row (TODAY, 6));
  g_assert_cmpint (sum_clicks (fixture), ==, 13);
  put (fixture, WB_STAT_BANNERS, TODAY, TODAY, one_row (TODAY, 4));
  g_assert_cmpint (sum_clicks (fixture), ==, 11);
  /* A shorter answer takes rows away. */
  put (fixture, WB_STAT_BANNERS, TODAY - 1, TODAY, one_row (TODAY, 4));
  g_assert_cmpint (sum_clicks (fixture), ==, 4);
  put (fixture, WB_STAT_BANNERS, TODAY - 1, TODAY, new_rows (WB_STAT_BANNERS));
  g_assert_cmpint (sum_clicks (fixture), ==, 0);
  g_assert_cmpint (read_number (db, "SELECT count(*) FROM stat_day"), ==, 0);
}

/* Days outside the range stay, and other kinds. */
static void
test_stats_replace_only_the_range (Fixture       *fixture,
                                   gconstpointer  data)
{
  WbStatQuery query = { { TODAY - 9, TODAY }, .by = WB_STAT_BY_DAY };
  g_autoptr (GPtrArray) sums = NULL;
  g_autoptr (GPtrArray) funnel = NULL;

  put (fixture, WB_STAT_BANNERS, TODAY - 9, TODAY, make_all (WB_STAT_BANNERS, TODAY - 9, TODAY));
  put (fixture, WB_STAT_FUNNEL, TODAY - 9, TODAY, make_all (WB_STAT_FUNNEL, TODAY - 9, TODAY));
  put (fixture, WB_STAT_BANNERS, TODAY - 5, TODAY - 4, one_row (TODAY - 4, 1));
  sums = read_sums (fixture, WB_STAT_BANNERS, &query);
  funnel = read_sums (fixture, WB_STAT_FUNNEL, &query);
  g_assert_cmpuint (funnel->len, ==, 10);
  g_assert_cmpuint (sums->len, ==, 9);
  for (guint i = 0; i < sums->len; i++) {
    const WbBannerCount *sum = sums->pdata[i];

    g_assert_cmpint (sum->day, ==, TODAY - 9 + (int) i + (i >= 4 ? 1 : 0));
    g_assert_cmpint (sum->clicks == 1, ==, sum->day == TODAY - 4);
  }
}

static void
read_state (Fixture     *fixture,
            WbStatState *state)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_stat_store_state (wb_workspace_get_reader (fixture->ws), WB_STAT_BANNERS, state,
                                      &error));
  g_assert_no_error (error);
}

static void
check_state (Fixture *fixture,
             gint32   from,
             gint32   to,
             gint64   read_at,
             gint64   read_all_at,
             gint64   changed_at)
{
  g_auto (WbStatState) state = { 0 };

  read_state (fixture, &state);
  g_assert_cmpint (state.known.from, ==, from);
  g_assert_cmpint (state.known.to, ==, to);
  g_assert_cmpint (state.read_at, ==, read_at);
  g_assert_cmpint (state.read_all_at, ==, read_all_at);
  g_assert_cmpint (state.changed_at, ==, changed_at);
}

static void
put_at (Fixture    *fixture,
        gint32      from,
        gint32      to,
        GPtrArray  *rows,
        const char *zone,
        gint64      epoch,
        gint64      now)
{
  g_autoptr (GError) error = NULL;

  put_as (fixture, WB_STAT_BANNERS, from, to, rows, make_facts (zone, TODAY - 2, epoch), now, &error);
  g_assert_no_error (error);
}

static void
test_stats_known_days (Fixture       *fixture,
                       gconstpointer  data)
{
  const char *zone = "Europe/Prague";
  g_auto (WbStatState) never = { 0 };
  g_auto (WbStatState) state = { 0 };

  read_state (fixture, &never);
  g_assert_null (never.facts);
  g_assert_cmpint (never.known.from, >, never.known.to);
  g_assert_cmpint (never.read_at, ==, WB_TIME_NONE);

  put_at (fixture, TODAY - 9, TODAY, one_row (TODAY, 1), zone, 1, NOW);
  check_state (fixture, TODAY - 9, TODAY, NOW, NOW, NOW);
  read_state (fixture, &state);
  g_assert_cmpstr (state.facts->time_zone, ==, zone);
  g_assert_cmpint (state.facts->final_until, ==, TODAY - 2);
  g_assert_cmpint (state.facts->epoch, ==, 1);
  /* Older days before it; then the newest alone, as they were, then another. */
  put_at (fixture, TODAY - 30, TODAY - 10, one_row (TODAY - 20, 2), zone, 1, NOW + 1);
  check_state (fixture, TODAY - 30, TODAY, NOW + 1, NOW, NOW + 1);
  put_at (fixture, TODAY - 1, TODAY + 1, one_row (TODAY, 1), zone, 1, NOW + 2);
  check_state (fixture, TODAY - 30, TODAY + 1, NOW + 2, NOW, NOW + 1);
  put_at (fixture, TODAY - 1, TODAY + 1, one_row (TODAY, 3), zone, 1, NOW + 3);
  check_state (fixture, TODAY - 30, TODAY + 1, NOW + 3, NOW, NOW + 3);
  g_assert_cmpint (sum_clicks (fixture), ==, 5);
}

static void
test_stats_mark_all (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  put_at (fixture, TODAY - 9, TODAY, one_row (TODAY, 1), "Europe/Prague", 1, NOW);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_stat_store_mark_all (db, WB_STAT_BANNERS, NOW + 9, &error));
  g_assert_true (wb_stat_store_mark_all (db, WB_STAT_CALLS, NOW + 9, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_STATS, &error));
  g_assert_no_error (error);
  check_state (fixture, TODAY - 9, TODAY, NOW, NOW + 9, NOW);
}

/* Days that nobody read between, another zone, another count of history: the rest is forgotten. */
static void
test_stats_forgets (Fixture       *fixture,
                    gconstpointer  data)
{
  static const struct
  {
    gint32 from;
    const char *zone;
    gint64 epoch;
    gint64 clicks;       /* after 2 are replaced by 1 */
  } rows[] = {
    { TODAY - 1, "Europe/Prague", 1, 3 },
    { TODAY, "Europe/Prague", 1, 3 },
    { TODAY + 1, "Europe/Prague", 1, 1 },
    { TODAY - 1, "Europe/London", 1, 1 },
    { TODAY - 1, "Europe/Prague", 2, 1 },
    { TODAY - 1, NULL, 1, 1 },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean stays = rows[i].clicks == 3;
    WbDb *db = NULL;

    put_at (fixture, TODAY - 9, TODAY - 1, one_row (TODAY - 5, 2), "Europe/Prague", 1, NOW);
    put_at (fixture, rows[i].from, TODAY + 2, one_row (TODAY + 1, 1), rows[i].zone, rows[i].epoch,
            NOW + 1);
    g_assert_cmpint (sum_clicks (fixture), ==, rows[i].clicks);
    check_state (fixture, stays ? TODAY - 9 : rows[i].from, TODAY + 2, NOW + 1, stays ? NOW : NOW + 1,
                 NOW + 1);
    db = wb_workspace_begin (fixture->ws, &error);
    g_assert_true (wb_stat_store_forget (db, WB_STAT_BANNERS, &error));
    g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_STATS, &error));
    g_assert_no_error (error);
    g_assert_cmpint (sum_clicks (fixture), ==, 0);
    g_assert_cmpint (read_number (wb_workspace_get_reader (fixture->ws),
                                  "SELECT count(*) FROM stat_state"), ==, 0);
  }
}

/* Two years and the two before are kept, and no more. */
static void
test_stats_forgets_old_days (Fixture       *fixture,
                             gconstpointer  data)
{
  const gint32 days = 2 * WB_PERIOD_MAX_DAYS;

  put (fixture, WB_STAT_BANNERS, TODAY - 300, TODAY, one_row (TODAY, 1));
  put (fixture, WB_STAT_BANNERS, TODAY - days + 1, TODAY - 301, one_row (TODAY - days + 1, 10));
  g_assert_cmpint (sum_clicks (fixture), ==, 11);
  put (fixture, WB_STAT_BANNERS, TODAY, TODAY, one_row (TODAY, 2));
  g_assert_cmpint (sum_clicks (fixture), ==, 12);
  put (fixture, WB_STAT_BANNERS, TODAY, TODAY + 1, one_row (TODAY, 3));
  g_assert_cmpint (sum_clicks (fixture), ==, 3);
}

/* What the service must not send is refused whole. */
static void
test_stats_refuses (Fixture       *fixture,
                    gconstpointer  data)
{
  for (int i = 0; i < 5; i++) {
    g_autoptr (GError) error = NULL;
    GPtrArray *rows = one_row (TODAY, 9);
    WbBannerCount *second = make_count (TODAY, "b", "portal", "t2", 1);

    g_ptr_array_add (rows, second);
    if (i == 0) {
      g_free (second->type);
      second->type = g_strdup ("t");
    } else if (i < 3) {
      second->day = i == 1 ? TODAY + 1 : TODAY - 2;
    } else {
      second->clicks = i == 3 ? -2 : G_MAXINT64;
    }
    put (fixture, WB_STAT_BANNERS, TODAY - 1, TODAY, one_row (TODAY, 4));
    g_assert_false (put_as (fixture, WB_STAT_BANNERS, TODAY - 1, TODAY, rows,
                            make_facts ("Europe/Prague", TODAY, 1), NOW + 5, &error));
    g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT);
    g_assert_cmpint (sum_clicks (fixture), ==, 4);
    check_state (fixture, TODAY - 1, TODAY, NOW, NOW, NOW);
  }
}

/* A transaction that did not end leaves what was. */
static void
test_stats_rolled_back (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = one_row (TODAY, 9);
  g_autoptr (WbStatFacts) facts = make_facts ("Europe/Prague", TODAY, 2);
  WbDb *db = NULL;

  put (fixture, WB_STAT_BANNERS, TODAY - 1, TODAY, one_row (TODAY, 4));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_stat_store_replace (db, WB_STAT_BANNERS, &(WbPeriod) { TODAY, TODAY }, rows, facts,
                                        NOW + 1, &error));
  g_assert_no_error (error);
  wb_workspace_rollback (fixture->ws);
  fixture_reopen (fixture);
  g_assert_cmpint (sum_clicks (fixture), ==, 4);
  check_state (fixture, TODAY - 1, TODAY, NOW, NOW, NOW);
}

/* A sum has the counts that can be had; none of them is none, and not 0. */
static void
test_stats_counts_that_cannot_be_had (Fixture       *fixture,
                                      gconstpointer  data)
{
  WbStatQuery query = { { TODAY, TODAY }, .by = WB_STAT_BY_BANNER };
  GPtrArray *rows = new_rows (WB_STAT_BANNERS);
  g_autoptr (GPtrArray) sums = NULL;
  WbBannerCount *mail = NULL;
  WbBannerCount *both = NULL;

  g_ptr_array_add (rows, make_count (TODAY, "mail", "email", "t", 4));
  g_ptr_array_add (rows, make_count (TODAY, "mail", "email", "u", 2));
  g_ptr_array_add (rows, make_count (TODAY, "both", "email", "t", 4));
  g_ptr_array_add (rows, make_count (TODAY, "both", "portal", "t", 8));
  put (fixture, WB_STAT_BANNERS, TODAY, TODAY, rows);
  sums = read_sums (fixture, WB_STAT_BANNERS, &query);
  g_assert_cmpuint (sums->len, ==, 2);
  both = sums->pdata[0];
  mail = sums->pdata[1];
  g_assert_cmpint (mail->impressions, ==, WB_COUNT_NONE);
  g_assert_cmpint (mail->impressions_raw, ==, WB_COUNT_NONE);
  g_assert_cmpint (mail->clicks, ==, 6);
  g_assert_cmpint (mail->clicks_with_views, ==, 0);
  g_assert_cmpint (both->impressions, ==, 80);
  g_assert_cmpint (both->impressions_raw, ==, 88);
  g_assert_cmpint (both->clicks, ==, 12);
  g_assert_cmpint (both->clicks_with_views, ==, 8);
}

/* Money of different currencies is never one number. */
static void
test_stats_money_apart (Fixture       *fixture,
                        gconstpointer  data)
{
  WbStatQuery query = { { TODAY, TODAY } };
  GPtrArray *rows = new_rows (WB_STAT_FUNNEL);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) apart = NULL;
  g_autoptr (GPtrArray) czk = NULL;

  g_ptr_array_add (rows, make_funnel (TODAY, WB_TOOL_COUPON, "portal", "t", "CZK", 8));
  g_ptr_array_add (rows, make_funnel (TODAY, WB_TOOL_COUPON, "portal", "t", "EUR", 4));
  g_ptr_array_add (rows, make_funnel (TODAY, WB_TOOL_COUPON, NULL, "t", "CZK", 2));
  put (fixture, WB_STAT_FUNNEL, TODAY, TODAY, rows);
  all = read_sums (fixture, WB_STAT_FUNNEL, &query);
  query.by = WB_STAT_BY_CURRENCY;
  apart = read_sums (fixture, WB_STAT_FUNNEL, &query);
  query = (WbStatQuery) { { TODAY, TODAY }, .currency = "CZK" };
  czk = read_sums (fixture, WB_STAT_FUNNEL, &query);

  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (((WbFunnelRow *) all->pdata[0])->offered, ==, 14);
  g_assert_cmpint (((WbFunnelRow *) all->pdata[0])->revenue, ==, 0);
  g_assert_cmpuint (apart->len, ==, 2);
  g_assert_cmpint (((WbFunnelRow *) apart->pdata[0])->revenue, ==, 10000);
  g_assert_cmpint (((WbFunnelRow *) apart->pdata[1])->revenue, ==, 4000);
  g_assert_cmpuint (czk->len, ==, 1);
  g_assert_cmpstr (((WbFunnelRow *) czk->pdata[0])->currency, ==, "CZK");
  g_assert_cmpint (((WbFunnelRow *) czk->pdata[0])->revenue, ==, 10000);
  g_assert_cmpfloat (((WbFunnelRow *) czk->pdata[0])->revenue_squares, ==, 5.0);
}

/* Bytes of the same rows are the same, in whatever order they came. */
static void
test_stats_bytes_are_canonical (void)
{
  for (int kind = 0; kind < WB_N_STATS; kind++) {
    const WbStatForm *form = wb_stat_form (kind);
    g_autoptr (GPtrArray) rows = make_all (kind, TODAY, TODAY);
    g_autoptr (GPtrArray) again = NULL;
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GBytes) same = NULL;
    g_autoptr (GError) error = NULL;
    g_auto (WbStatReader) reader = { 0 };
    gboolean has_row = FALSE;
    WbStatQuery query = { { TODAY, TODAY }, .by = 63 };

    again = sum_plainly (kind, rows, &query);
    bytes = wb_stat_pack (form, again->pdata, again->len, &error);
    g_assert_no_error (error);
    g_assert_true (wb_stat_reader_init (&reader, form, TODAY, bytes, &error));
    for (guint i = 0; i < again->len; i++) {
      g_autofree char *one = NULL;
      g_autofree char *other = tell (kind, again->pdata[i]);

      g_assert_true (wb_stat_reader_step (&reader, &has_row, &error));
      g_assert_true (has_row);
      one = tell (kind, &reader.row);
      g_assert_cmpstr (one, ==, other);
    }
    g_assert_true (wb_stat_reader_step (&reader, &has_row, &error));
    g_assert_false (has_row);
    same = wb_stat_pack (form, again->pdata, again->len, &error);
    g_assert_true (g_bytes_equal (bytes, same));
  }
}

/* Reads all of it; whatever it says, it ends, and tells damage as what it is. */
static gboolean
read_bytes (const guint8 *data,
            gsize         length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;
  g_auto (WbStatReader) reader = { 0 };
  gboolean has_row = TRUE;

  if (wb_stat_reader_init (&reader, wb_stat_form (WB_STAT_FUNNEL), TODAY, bytes, &error))
    while (wb_stat_reader_step (&reader, &has_row, &error)) {
      if (!has_row)
        return TRUE;
    }
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CORRUPT);

  return FALSE;
}

static void
test_stats_damaged_bytes (void)
{
  g_autoptr (GPtrArray) rows = new_rows (WB_STAT_FUNNEL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *data = NULL;
  gsize length = 0;

  g_ptr_array_add (rows, make_funnel (TODAY, WB_TOOL_COUPON, "portal", "t", "CZK", 300));
  g_ptr_array_add (rows, make_funnel (TODAY, WB_TOOL_BANNER, "portal", "t", NULL, 4));
  bytes = wb_stat_pack (wb_stat_form (WB_STAT_FUNNEL), rows->pdata, rows->len, NULL);
  data = g_memdup2 (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes));
  g_assert_true (read_bytes (data, length));
  for (gsize n = 0; n < length; n++)
    g_assert_false (read_bytes (data, n));
  /* Any byte another: another number perhaps, but never past the end. */
  for (gsize i = 0; i < length; i++) {
    for (guint byte = 0; byte < 256; byte++) {
      guint8 before = data[i];

      data[i] = (guint8) byte;
      read_bytes (data, length);
      data[i] = before;
    }
  }
}

static void
test_stats_damaged_workspace (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbStatQuery query = { { TODAY - 9, TODAY } };
  WbDb *db = NULL;

  put (fixture, WB_STAT_BANNERS, TODAY, TODAY, one_row (TODAY, 4));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_db_exec (db, "UPDATE stat_day SET rows = substr (rows, 1, 9)", &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_STATS, &error));
  g_assert_null (wb_stat_store_banners (wb_workspace_get_reader (fixture->ws), &query, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CORRUPT);
  /* The next read of that day mends it. */
  put (fixture, WB_STAT_BANNERS, TODAY, TODAY, one_row (TODAY, 4));
  g_assert_cmpint (sum_clicks (fixture), ==, 4);
}

/* Days of 23 and 25 hours are days like others: one row each, none twice, none left out. */
static void
test_stats_days_of_other_lengths (Fixture       *fixture,
                                  gconstpointer  data)
{
  static const struct
  {
    const char *zone;
    const char *day;
  } rows[] = {
    { "Europe/Prague", "2025-03-30" }, { "Europe/Prague", "2025-10-26" },
    { "America/New_York", "2025-03-09" }, { "America/New_York", "2025-11-02" },
    { "Pacific/Auckland", "2025-04-06" }, { "Pacific/Auckland", "2025-09-28" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) counts = new_rows (WB_STAT_BANNERS);
    g_autoptr (GPtrArray) sums = NULL;
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (rows[i].zone);
    WbStatQuery query = { .by = 63 };
    gint32 day = 0;
    gint64 length = 0;

    g_assert_true (wb_date_parse (rows[i].day, &day));
    length = wb_date_start (day + 1, zone) - wb_date_start (day, zone);
    g_assert_true (length == 23 * WB_HOUR_MS || length == 25 * WB_HOUR_MS);
    for (gint32 d = day - 1; d <= day + 1; d++)
      g_ptr_array_add (counts, make_count (d, "b", "portal", "t", d - day + 2));
    put_at (fixture, day - 1, day + 1, g_ptr_array_ref (counts), rows[i].zone, 1, NOW);
    query.period = (WbPeriod) { day - 1, day + 1 };
    sums = read_sums (fixture, WB_STAT_BANNERS, &query);
    check_equal (WB_STAT_BANNERS, sums, counts);
  }
}

/* An unchanged day is not written again: the store tells nobody that numbers are others. */
static void
test_stats_writes_what_differs (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  put (fixture, WB_STAT_FUNNEL, TODAY - 30, TODAY, make_all (WB_STAT_FUNNEL, TODAY - 30, TODAY));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_db_exec (db, "CREATE TABLE written (day INTEGER);"
                             " CREATE TRIGGER written AFTER INSERT ON stat_day BEGIN"
                             " INSERT INTO written VALUES (new.day); END", &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_STATS, &error));
  for (int round = 0; round < 2; round++) {
    GPtrArray *rows = make_all (WB_STAT_FUNNEL, TODAY - 30, TODAY);

    ((WbFunnelRow *) rows->pdata[100])->open += round;
    put (fixture, WB_STAT_FUNNEL, TODAY - 30, TODAY, rows);
    g_assert_cmpint (read_number (wb_workspace_get_reader (fixture->ws),
                                  "SELECT count(*) FROM written"), ==, round);
  }
}

/* The same with other numbers. */
static GPtrArray *
make_more (WbStatKind kind,
           gint32     from,
           gint32     to,
           gint64     more)
{
  const WbStatForm *form = wb_stat_form (kind);
  GPtrArray *rows = make_all (kind, from, to);

  for (guint i = 0; i < rows->len; i++)
    *(gint64 *) ((char *) rows->pdata[i] + form->counts[0]) += more;

  return rows;
}

/* Cut off between two transactions: each day is whole, the old one or the new one, and what is known is as
 * before, so that all is read again; then it is as if nothing had happened. */
static void
test_cut_off (Fixture       *fixture,
              gconstpointer  data)
{
  const WbPeriod period = { TODAY - 99, TODAY };

  for (int kind = 0; kind < WB_N_STATS; kind++) {
    for (gint32 cut = TODAY - 100; cut <= TODAY; cut += 25) {
      g_autoptr (GPtrArray) rows = make_more (kind, period.from, period.to, 7 + cut % 5);
      const WbStatQuery by_day = { .period = period, .by = WB_STAT_BY_DAY };
      g_autoptr (GPtrArray) before = NULL;
      g_autoptr (GPtrArray) between = NULL;
      g_autoptr (GPtrArray) after = NULL;
      g_auto (WbStatState) old = { 0 };
      g_auto (WbStatState) state = { 0 };
      guint next = 0;

      put (fixture, kind, period.from, period.to, make_more (kind, period.from, period.to, 1));
      before = read_sums (fixture, kind, &by_day);
      g_assert_true (wb_stat_store_state (wb_workspace_get_reader (fixture->ws), kind, &old, NULL));
      g_assert_true (wb_stat_store_order (kind, &period, rows, NULL));
      for (gint32 day = period.from; day <= cut; day += 25)
        put_some (fixture, kind, day, MIN (day + 24, cut), rows, &next);
      between = read_sums (fixture, kind, &by_day);
      g_assert_true (wb_stat_store_state (wb_workspace_get_reader (fixture->ws), kind, &state, NULL));
      g_assert_cmpint (state.read_at, ==, old.read_at);
      g_assert_cmpint (state.read_all_at, ==, old.read_all_at);
      put (fixture, kind, period.from, period.to, make_more (kind, period.from, period.to, 7 + cut % 5));
      after = read_sums (fixture, kind, &by_day);
      g_assert_cmpuint (between->len, ==, after->len);
      for (guint i = 0; i < after->len; i++) {
        gint32 day = wb_stat_form_get_day (wb_stat_form (kind), between->pdata[i]);
        g_autofree char *shown = tell (kind, between->pdata[i]);
        g_autofree char *whole = tell (kind, (day <= cut ? after : before)->pdata[i]);

        g_assert_cmpstr (shown, ==, whole);
      }
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/stats/every-sum", test_stats_every_sum);
  FIXTURE_ADD ("/wb/store/stats/replace", test_stats_replace);
  FIXTURE_ADD ("/wb/store/stats/replace-only-the-range", test_stats_replace_only_the_range);
  FIXTURE_ADD ("/wb/store/stats/known-days", test_stats_known_days);
  FIXTURE_ADD ("/wb/store/stats/mark-all", test_stats_mark_all);
  FIXTURE_ADD ("/wb/store/stats/forgets", test_stats_forgets);
  FIXTURE_ADD ("/wb/store/stats/forgets-old-days", test_stats_forgets_old_days);
  FIXTURE_ADD ("/wb/store/stats/refuses", test_stats_refuses);
  FIXTURE_ADD ("/wb/store/stats/cut-off-between-days", test_cut_off);
  FIXTURE_ADD ("/wb/store/stats/rolled-back", test_stats_rolled_back);
  FIXTURE_ADD ("/wb/store/stats/counts-that-cannot-be-had", test_stats_counts_that_cannot_be_had);
  FIXTURE_ADD ("/wb/store/stats/money-apart", test_stats_money_apart);
  FIXTURE_ADD ("/wb/store/stats/damaged-workspace", test_stats_damaged_workspace);
  FIXTURE_ADD ("/wb/store/stats/days-of-other-lengths", test_stats_days_of_other_lengths);
  FIXTURE_ADD ("/wb/store/stats/writes-what-differs", test_stats_writes_what_differs);
  g_test_add_func ("/wb/store/stats/bytes-are-canonical", test_stats_bytes_are_canonical);
  g_test_add_func ("/wb/store/stats/damaged-bytes", test_stats_damaged_bytes);

  return g_test_run ();
}
