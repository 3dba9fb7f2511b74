/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Five agents share a queue while programs are killed and networks fail. What must hold in the end is
 * in soak-judge.h. Without arguments a small run, and the proof that the judge would notice: the same
 * with rules broken on purpose. `./dev soak` runs a large one:
 *
 *   test-soak --calls N --seed S */

#include "config.h"

#include <signal.h>

#include "soak-run.h"

#define SEED G_GUINT64_CONSTANT (20251121)
#define N_CALLS 40
#define N_CALLS_LIES 12
/* How many days are tried for one that is bad enough: programs run as fast as the machine lets them,
 * so that a day without a kill, or one on which nobody met the broken rule, can be. */
#define N_DAYS 3

static void
print_problems (const SoakResult *result)
{
  for (guint i = 0; i < result->problems->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (result->problems, i));
}

static gboolean
was_bad_day (const SoakResult *result)
{
  return result->n_kills > 0 && result->n_plugs > 0 && result->n_handed_on > 0 &&
         result->n_repeats > 0 && result->sums.n_notes > 0 && result->sums.n_shown > 0;
}

static void
test_soak_small (void)
{
  gboolean was_bad = FALSE;

  for (guint day = 0; day < N_DAYS && !was_bad; day++) {
    SoakPlan plan;
    g_autoptr (SoakResult) result = NULL;
    g_autofree char *text = NULL;

    soak_plan_init (&plan, SEED + day, N_CALLS);
    result = soak_run (&plan);
    text = soak_result_describe (result);
    g_test_message ("seed %" G_GUINT64_FORMAT ", %u calls: %s", plan.seed, plan.n_calls, text);
    print_problems (result);
    g_assert_cmpuint (result->problems->len, ==, 0);
    g_assert_cmpuint (result->sums.n_closings, >=, N_CALLS);
    was_bad = was_bad_day (result);
  }
  g_assert_true (was_bad);
}

typedef struct
{
  const char *name;
  WbLie lie;
  const char *rule;      /* that it breaks */
  guint of_1000[WB_FAULT_N];
} Lie;

static const Lie lies[] = {
  /* Sent again after a cut, or by the network: done twice. */
  { "fresh-keys", WB_LIE_FRESH_KEYS, "note",
    {[WB_FAULT_TWICE] = 200, [WB_FAULT_ECHO] = 200, [WB_FAULT_CUT_AFTER] = 200 } },
  { "lost-notes", WB_LIE_LOST_NOTES, "note", { 0 } },
  { "deaf-feed", WB_LIE_DEAF_FEED, "holder", { 0 } },
  { "stolen-calls", WB_LIE_STOLEN_CALLS, "holder", {[WB_FAULT_LATE] = 300 } },
};

static gboolean
is_noticed (const Lie *lie,
            guint64    seed)
{
  SoakPlan plan;
  g_autoptr (SoakResult) result = NULL;

  soak_plan_init (&plan, seed, N_CALLS_LIES);
  plan.lie = lie->lie;
  plan.kill_ms = plan.kill_portal_ms = plan.plug_ms = 0;
  plan.manager_ms = 150;
  /* Who hears nothing never knows that all is done. */
  plan.storm_secs = lie->lie == WB_LIE_DEAF_FEED ? 15 : 60;
  plan.patience_secs = lie->lie == WB_LIE_DEAF_FEED ? 1 : 100;
  memset (plan.rates.of_1000, 0, sizeof plan.rates.of_1000);
  for (guint i = 0; i < WB_FAULT_N; i++)
    plan.rates.of_1000[i] = lie->of_1000[i];
  result = soak_run (&plan);
  print_problems (result);

  return soak_result_blames (result, lie->rule);
}

/* With a rule broken by the network itself the judge must not be content. */
static void
test_soak_judge_notices (gconstpointer data)
{
  gboolean noticed = FALSE;

  for (guint day = 0; day < N_DAYS && !noticed; day++)
    noticed = is_noticed (data, SEED + day);
  g_assert_true (noticed);
}

/* One run for people; its exit status is the verdict. */
static int
run_large (guint64 seed,
           guint   n_calls)
{
  SoakPlan plan;
  g_autoptr (SoakResult) result = NULL;
  g_autofree char *text = NULL;

  soak_plan_init (&plan, seed, n_calls);
  plan.keep = TRUE;
  g_print ("Seed %" G_GUINT64_FORMAT ", %u calls, %u agents.\n", seed, n_calls, SOAK_N_AGENTS);
  result = soak_run (&plan);
  text = soak_result_describe (result);
  g_print ("%s\n", text);
  for (guint i = 0; i < result->problems->len; i++)
    g_print ("WRONG: %s\n", (char *) g_ptr_array_index (result->problems, i));
  if (result->dir)
    g_print ("What happened is in %s\n", result->dir);
  g_print ("%s. Again with: ./dev soak --seed %" G_GUINT64_FORMAT " --calls %u\n",
           result->problems->len == 0 ? "Every call has one outcome, no call had two holders, no note is lost"
                                      : "This must not be", seed, n_calls);

  return result->problems->len == 0 ? 0 : 1;
}

int
main (int    argc,
      char **argv)
{
  gint64 seed = -1;
  int n_calls = 0;
  const GOptionEntry entries[] = {
    { "calls", 0, 0, G_OPTION_ARG_INT, &n_calls, "How many calls", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Which bad day", "SEED" },
    { NULL }
  };
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  /* Who is being killed is told things all the same. */
  signal (SIGPIPE, SIG_IGN);
  g_option_context_add_main_entries (options, entries, NULL);
  g_option_context_set_ignore_unknown_options (options, TRUE);
  if (!g_option_context_parse (options, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  if (n_calls > 0)
    return run_large (seed >= 0 ? (guint64) seed : g_random_int (), (guint) n_calls);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/soak/small", test_soak_small);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++) {
    g_autofree char *path = g_strdup_printf ("/e2e/soak/judge-notices/%s", lies[i].name);

    g_test_add_data_func (path, &lies[i], test_soak_judge_notices);
  }

  return g_test_run ();
}
