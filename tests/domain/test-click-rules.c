/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which views and clicks are people's; that verdicts do not depend on the order and the batches in
 * which sights arrive; and the rules as a file. */

#include <string.h>

#include "wb-click-rules.h"
#include "wb-random.h"
#include "wb-time.h"

#define PHONE "Mozilla/5.0 (Linux; Android 9; CUBOT X18) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
#define MAC "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15"
#define MAX_SIGHTS 12
#define WB_PLACEMENT_DETAIL WB_PLACEMENT_TICKET_DETAIL

/* One story of a ticket: what came, and how it is judged. */
typedef struct
{
  gint64 at;
  WbSightKind kind;
  const char *banner;
  WbPlacements placement;
  char how;                /* 'h' HEAD, 'a' fetched ahead, ' ' otherwise */
  const char *agent;
  WbVerdict verdict;
} Line;

typedef struct
{
  const char *why;
  Line lines[MAX_SIGHTS];
} Story;

#define CLICK(at, banner, place, verdict) { at, WB_SIGHT_CLICK, banner, WB_PLACEMENT_ ## place, ' ', MAC, \
                                            WB_VERDICT_ ## verdict }
#define LOOK(at, place, verdict) { at, WB_SIGHT_LOOK, "", WB_PLACEMENT_ ## place, ' ', MAC, WB_VERDICT_ ## verdict }
#define VIEW(at, place, verdict) { at, WB_SIGHT_VIEW, "b", WB_PLACEMENT_ ## place, ' ', MAC, WB_VERDICT_ ## verdict }
#define HOW(at, kind, place, how, verdict) { at, WB_SIGHT_ ## kind, "b", WB_PLACEMENT_ ## place, how, MAC, \
                                             WB_VERDICT_ ## verdict }
#define BY(kind, agent, verdict) { 0, WB_SIGHT_ ## kind, "b", WB_PLACEMENT_EMAIL, ' ', agent, WB_VERDICT_ ## verdict }

static const Story stories[] = {
  { "one click", { CLICK (0, "b", EMAIL, COUNTED) } },
  { "again just before half a minute", { CLICK (0, "b", EMAIL, COUNTED), CLICK (29999, "b", EMAIL, REPEAT) } },
  { "again after half a minute", { CLICK (0, "b", EMAIL, COUNTED), CLICK (30000, "b", EMAIL, COUNTED) } },
  { "a repeat does not make the next one a repeat",
    { CLICK (0, "b", EMAIL, COUNTED), CLICK (20000, "b", EMAIL, REPEAT), CLICK (40000, "b", EMAIL, COUNTED) } },
  { "in another place", { CLICK (0, "b", EMAIL, COUNTED), CLICK (5000, "b", PORTAL, COUNTED) } },
  { "another banner", { CLICK (0, "b", EMAIL, COUNTED), CLICK (5000, "c", EMAIL, COUNTED) } },
  { "at the same instant", { CLICK (0, "b", EMAIL, COUNTED), CLICK (0, "b", EMAIL, REPEAT) } },
  { "views repeat as often as they like", { VIEW (0, PORTAL, COUNTED), VIEW (1, PORTAL, COUNTED), VIEW (2, PORTAL,
                                                                                                        COUNTED) } },
  { "HEAD is nobody's, and the click after it somebody's",
    { HOW (0, CLICK, EMAIL, 'h', HEAD), CLICK (500, "b", EMAIL, COUNTED) } },
  { "fetched ahead", { HOW (0, CLICK, EMAIL, 'a', PREFETCH), CLICK (500, "b", EMAIL, COUNTED) } },
  { "a page that was fetched ahead", { HOW (0, VIEW, PORTAL, 'a', PREFETCH), HOW (9, LOOK, PORTAL, 'a', PREFETCH) } },
  { "all links of a mail within two seconds",
    { CLICK (0, "b", EMAIL, BURST), VIEW (900, PORTAL, BURST), LOOK (2000, DETAIL, BURST) } },
  { "the same in a millisecond more",
    { CLICK (0, "b", EMAIL, COUNTED), VIEW (900, PORTAL, COUNTED), LOOK (2001, DETAIL, COUNTED) } },
  { "a customer in a hurry: two", { VIEW (0, PORTAL, COUNTED), CLICK (700, "b", PORTAL, COUNTED) } },
  { "a customer who taps often",
    { VIEW (0, PORTAL, COUNTED), CLICK (700, "b", PORTAL, COUNTED), CLICK (800, "b", PORTAL, REPEAT),
      CLICK (900, "b", PORTAL, REPEAT) } },
  { "a look and a view are one page",
    { VIEW (0, PORTAL, COUNTED), LOOK (10, PORTAL, COUNTED), CLICK (20, "b", PORTAL, COUNTED) } },
  { "a click of the burst is no reason to leave the customer's out",
    { CLICK (0, "b", EMAIL, BURST), CLICK (10, "c", EMAIL, BURST), LOOK (20, PORTAL, BURST), CLICK (6000, "b", EMAIL,
                                                                                                    COUNTED) } },
  { "bursts may overlap",
    { CLICK (0, "b", EMAIL, BURST), CLICK (1500, "c", EMAIL, BURST), LOOK (1800, PORTAL, BURST), CLICK (3400, "d",
                                                                                                        EMAIL, BURST),
      CLICK (9000, "d", EMAIL, COUNTED) } },
  { "who asks by HEAD first opens links as well",
    { HOW (0, CLICK, EMAIL, 'h', HEAD), LOOK (100, PORTAL, BURST), CLICK (200, "c", EMAIL, BURST) } },
  { "what is fetched ahead opens none",
    { HOW (0, LOOK, PORTAL, 'a', PREFETCH), HOW (10, LOOK, DETAIL, 'a', PREFETCH), CLICK (800, "b", PORTAL,
                                                                                          COUNTED) } },
  { "a click counts again when what it repeated was a burst's",
    { CLICK (0, "b", EMAIL, BURST), LOOK (1, PORTAL, BURST), LOOK (2, DETAIL, BURST), CLICK (29000, "b", EMAIL,
                                                                                             COUNTED) } },
};

static const struct {
  const char *agent;
  WbVerdict click;
  WbVerdict view;
} agent_rows[] = {
  { "", WB_VERDICT_COUNTED, WB_VERDICT_COUNTED },
  { MAC, WB_VERDICT_COUNTED, WB_VERDICT_COUNTED },
  { PHONE, WB_VERDICT_COUNTED, WB_VERDICT_COUNTED },
  { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Instagram 300.0", WB_VERDICT_COUNTED,
    WB_VERDICT_COUNTED },
  { "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", WB_VERDICT_AGENT, WB_VERDICT_AGENT },
  { "Mozilla/5.0 (compatible; SeznamBot/4.0; +http://napoveda.seznam.cz/seznambot-intro/)", WB_VERDICT_AGENT,
    WB_VERDICT_AGENT },
  { "SomethingNew/0.1 (+https://example.com/complaints)", WB_VERDICT_AGENT, WB_VERDICT_AGENT },
  { "Barracuda Sentinel (EE)", WB_VERDICT_AGENT, WB_VERDICT_AGENT },
  { "Mozilla/4.0 (compatible; ms-office; MSOffice 16)", WB_VERDICT_AGENT, WB_VERDICT_AGENT },
  { "Slackbot-LinkExpanding 1.0", WB_VERDICT_AGENT, WB_VERDICT_AGENT },
  { "FACEBOOKEXTERNALHIT/1.1", WB_VERDICT_AGENT, WB_VERDICT_AGENT },
  { "WhatsApp/2.23.20.0 A", WB_VERDICT_AGENT, WB_VERDICT_AGENT },
  { "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36", WB_VERDICT_AGENT,
    WB_VERDICT_AGENT },
  /* Through these a merchant's pages ask for offers; clicks they do not pass on. */
  { "python-requests/2.31.0", WB_VERDICT_AGENT, WB_VERDICT_COUNTED },
  { "curl/8.1.2", WB_VERDICT_AGENT, WB_VERDICT_COUNTED },
};

static gsize
make_sights (const Story *story,
             WbSight     *sights,
             char       (*ids)[8])
{
  gsize n = 0;

  for (; n < MAX_SIGHTS && story->lines[n].agent; n++) {
    const Line *line = &story->lines[n];

    g_snprintf (ids[n], sizeof ids[n], "%02u", (guint) n);
    sights[n] = (WbSight) {
      .at = 1000000 + line->at,
      .id = ids[n],
      .kind = line->kind,
      .ticket = "t",
      .banner = line->banner,
      .placement = line->placement,
      .is_head = line->how == 'h',
      .is_ahead = line->how == 'a',
      .agent = line->agent,
      .verdict = WB_N_VERDICTS,
    };
  }

  return n;
}

static void
test_stories (void)
{
  g_autoptr (WbClickRules) rules = wb_click_rules_new_default ();

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++) {
    WbSight sights[MAX_SIGHTS];
    char ids[MAX_SIGHTS][8];
    gsize n = make_sights (&stories[i], sights, ids);

    g_test_message ("%s", stories[i].why);
    g_assert_cmpuint (n, >, 0);
    wb_click_rules_judge (rules, sights, n, 0);
    for (gsize k = 0; k < n; k++)
      g_assert_cmpstr (wb_verdict_to_text (sights[k].verdict), ==, wb_verdict_to_text (stories[i].lines[k].verdict));
  }
}

static void
test_agents (void)
{
  g_autoptr (WbClickRules) rules = wb_click_rules_new_default ();

  for (gsize i = 0; i < G_N_ELEMENTS (agent_rows); i++) {
    WbSight click = { .id = "1", .kind = WB_SIGHT_CLICK, .ticket = "t", .banner = "b", .agent = agent_rows[i].agent,
                      .placement = WB_PLACEMENT_EMAIL };
    WbSight view = click;

    g_test_message ("%s", agent_rows[i].agent);
    view.kind = WB_SIGHT_VIEW;
    wb_click_rules_judge (rules, &click, 1, 0);
    wb_click_rules_judge (rules, &view, 1, 0);
    g_assert_cmpstr (wb_verdict_to_text (click.verdict), ==, wb_verdict_to_text (agent_rows[i].click));
    g_assert_cmpstr (wb_verdict_to_text (view.verdict), ==, wb_verdict_to_text (agent_rows[i].view));
  }
}

/* Other figures judge the same story otherwise. */
static void
test_other_rules (void)
{
  g_autoptr (WbClickRules) rules = wb_click_rules_new_default ();
  WbSight sights[2] = {
    { .at = 0, .id = "1", .kind = WB_SIGHT_CLICK, .ticket = "t", .banner = "b", .placement = WB_PLACEMENT_EMAIL,
      .agent = "Best" },
    { .at = 500, .id = "2", .kind = WB_SIGHT_LOOK, .ticket = "t", .banner = "", .placement = WB_PLACEMENT_EMAIL,
      .agent = "Best" },
  };

  wb_click_rules_judge (rules, sights, 2, 0);
  g_assert_cmpint (sights[0].verdict, ==, WB_VERDICT_COUNTED);
  rules->burst_links = 2;
  wb_click_rules_judge (rules, sights, 2, 0);
  g_assert_cmpint (sights[0].verdict, ==, WB_VERDICT_BURST);
  g_assert_cmpint (sights[1].verdict, ==, WB_VERDICT_BURST);
  rules->burst_ms = 499;
  wb_click_rules_judge (rules, sights, 2, 0);
  g_assert_cmpint (sights[0].verdict, ==, WB_VERDICT_COUNTED);
  rules->repeat_secs = 0;
  g_assert_cmpint (wb_click_rules_reach_ms (rules), ==, 499);
  wb_click_rules_free (rules);
  rules = wb_click_rules_parse ("[clicks]\nagents=BEST\n", NULL);
  wb_click_rules_judge (rules, sights, 2, 0);
  g_assert_cmpint (sights[0].verdict, ==, WB_VERDICT_AGENT);
}

#define N_DRAWN 60

static int
compare_sights (gconstpointer a,
                gconstpointer b)
{
  const WbSight *x = a;
  const WbSight *y = b;

  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;

  return strcmp (x->id, y->id);
}

/* A dense life of one ticket: bursts, repeats and agents near each other. */
static void
draw_sights (WbRandom *random,
             WbSight  *sights,
             char    (*ids)[8])
{
  static const WbPlacements places[] = { WB_PLACEMENT_PORTAL, WB_PLACEMENT_TICKET_DETAIL, WB_PLACEMENT_EMAIL };
  gint64 at = 1000000;

  for (guint i = 0; i < N_DRAWN; i++) {
    at += wb_random_below (random, 3) == 0 ? wb_random_below (random, 20000) : wb_random_below (random, 900);
    g_snprintf (ids[i], sizeof ids[i], "%04x", wb_random_below (random, 0xfff0) + (i & 0xf));
    sights[i] = (WbSight) {
      .at = at,
      .id = ids[i],
      .kind = (WbSightKind) wb_random_below (random, 3),
      .ticket = "t",
      .banner = wb_random_below (random, 4) == 0 ? "c" : "b",
      .placement = places[wb_random_below (random, 3)],
      .is_head = wb_random_below (random, 12) == 0,
      .is_ahead = wb_random_below (random, 12) == 0,
      .agent = wb_random_below (random, 10) == 0 ? "Slackbot" : MAC,
      .verdict = WB_N_VERDICTS,
    };
  }
  qsort (sights, N_DRAWN, sizeof sights[0], compare_sights);
}

/* As the ledger does when a sight came: it goes to its place, and from burst_ms before it on all are
 * judged anew, with no more of the earlier ones in view than the rules reach back. */
static void
take_sight (WbClickRules  *rules,
            GArray        *known,
            const WbSight *sight)
{
  gsize first = 0;
  gsize from = 0;

  g_array_append_vals (known, sight, 1);
  g_array_sort (known, compare_sights);
  while (g_array_index (known, WbSight, first).at < sight->at - rules->burst_ms)
    first++;
  while (g_array_index (known, WbSight, from).at < g_array_index (known, WbSight,
                                                                  first).at - wb_click_rules_reach_ms (rules))
    from++;
  wb_click_rules_judge (rules, &g_array_index (known, WbSight, from), known->len - from, first - from);
}

/* One after the other in any order gives what judging all at once gives. */
static void
test_order (void)
{
  g_autoptr (WbClickRules) rules = wb_click_rules_new_default ();
  guint n_verdicts[WB_N_VERDICTS] = { 0 };

  for (guint round = 0; round < 300; round++) {
    g_autoptr (WbRandom) random = WB_RANDOM (wb_seeded_random_new (round));
    g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (WbSight));
    WbSight sights[N_DRAWN];
    WbSight shuffled[N_DRAWN];
    char ids[N_DRAWN][8];

    draw_sights (random, sights, ids);
    memcpy (shuffled, sights, sizeof sights);
    for (guint i = N_DRAWN - 1; i > 0; i--) {
      guint other = wb_random_below (random, i + 1);
      WbSight kept = shuffled[i];

      shuffled[i] = shuffled[other];
      shuffled[other] = kept;
    }
    wb_click_rules_judge (rules, sights, N_DRAWN, 0);
    for (guint i = 0; i < N_DRAWN; i++)
      take_sight (rules, known, &shuffled[i]);
    for (guint i = 0; i < N_DRAWN; i++) {
      g_assert_cmpstr (g_array_index (known, WbSight, i).id, ==, sights[i].id);
      g_assert_cmpint (g_array_index (known, WbSight, i).verdict, ==, sights[i].verdict);
      n_verdicts[sights[i].verdict]++;
    }
  }
  for (guint i = 0; i < WB_N_VERDICTS; i++)
    g_assert_cmpuint (n_verdicts[i], >, 100);
}

static void
test_words (void)
{
  WbVerdict verdict = WB_N_VERDICTS;
  WbSightKind kind = WB_SIGHT_VIEW;

  for (guint i = 0; i < WB_N_VERDICTS; i++) {
    g_assert_true (wb_verdict_from_text (wb_verdict_to_text (i), &verdict));
    g_assert_cmpuint (verdict, ==, i);
  }
  for (guint i = 0; i < 3; i++) {
    g_assert_true (wb_sight_kind_from_text (wb_sight_kind_to_text (i), &kind));
    g_assert_cmpuint (kind, ==, i);
  }
  g_assert_false (wb_verdict_from_text ("", &verdict));
  g_assert_false (wb_verdict_from_text (NULL, &verdict));
  g_assert_false (wb_sight_kind_from_text ("Click", &kind));
}

static void
test_file (void)
{
  static const struct {
    const char *text;
    const char *problems[4];   /* parts of the message; none = accepted */
  } rows[] = {
    { "[clicks]\n", { NULL } },
    { "# ours\n[clicks]\nrepeat-seconds = 60 \nburst-milliseconds=0\nburst-links=2\nagents=Ours ; another-one\n",
      { NULL } },
    { "[clicks]\nagents=\nclick-agents=\n", { NULL } },
    { "", { "[clicks] is missing" } },
    { "repeat-seconds=3\n", { "" } },
    { "[clicks]\nrepeat-seconds=3601\n", { "repeat-seconds: " } },
    { "[clicks]\nrepeat-seconds=-1\n", { "repeat-seconds: " } },
    { "[clicks]\nrepeat-seconds=half\n", { "repeat-seconds: " } },
    { "[clicks]\nburst-links=1\n", { "burst-links: " } },
    { "[clicks]\nburst-milliseconds=60001\n", { "burst-milliseconds: " } },
    { "[clicks]\nagents=ab\n", { "“ab”" } },
    { "[clicks]\nagents=čmuchal\n", { "“čmuchal”" } },
    { "[clicks]\nrepeat-second=3\n", { "repeat-second is not known" } },
    { "[click]\nrepeat-seconds=3\n", { "[click] is not known", "[clicks] is missing" } },
    { "[clicks]\nrepeat-seconds=x\nburst-links=0\nagents=a;\nmore=1\n",
      { "repeat-seconds: ", "burst-links: ", "“a”", "more is not known" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbClickRules) rules = wb_click_rules_parse (rows[i].text, &error);

    g_test_message ("%s", rows[i].text);
    if (!rows[i].problems[0]) {
      g_assert_no_error (error);
      g_assert_nonnull (rules);
      continue;
    }
    g_assert_null (rules);
    g_assert_error (error, WB_CLICK_RULES_ERROR, 0);
    for (guint k = 0; k < 4 && rows[i].problems[k]; k++)
      g_assert_nonnull (strstr (error->message, rows[i].problems[k]));
  }
}

static void
test_print (void)
{
  g_autoptr (WbClickRules) standard = wb_click_rules_new_default ();
  g_autofree char *text = wb_click_rules_print (standard);
  g_autoptr (WbClickRules) read = wb_click_rules_parse (text, NULL);
  g_autoptr (WbClickRules) other = wb_click_rules_parse ("[clicks]\nagents=our;semi\\;colon;\nburst-links=4\n", NULL);
  g_autofree char *other_text = wb_click_rules_print (other);
  g_autoptr (WbClickRules) other_read = wb_click_rules_parse (other_text, NULL);

  g_assert_true (wb_click_rules_equal (standard, read));
  g_assert_true (wb_click_rules_equal (other, other_read));
  g_assert_false (wb_click_rules_equal (standard, other));
  g_assert_cmpint (other->burst_links, ==, 4);
  g_assert_cmpint (other->repeat_secs, ==, standard->repeat_secs);
  g_assert_cmpstr (other->agents[1], ==, "semi;colon");
  g_assert_null (other->agents[2]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/winback/domain/click-rules/stories", test_stories);
  g_test_add_func ("/winback/domain/click-rules/known-agents", test_agents);
  g_test_add_func ("/winback/domain/click-rules/other-figures", test_other_rules);
  g_test_add_func ("/winback/domain/click-rules/any-order-judges-the-same", test_order);
  g_test_add_func ("/winback/domain/click-rules/words", test_words);
  g_test_add_func ("/winback/domain/click-rules/file-tells-all-problems", test_file);
  g_test_add_func ("/winback/domain/click-rules/print-reads-back", test_print);

  return g_test_run ();
}
