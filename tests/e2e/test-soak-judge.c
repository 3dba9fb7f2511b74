/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The judge of the soak is content with a day on which all went well, and with nothing else: each story
 * here is that day with one thing changed. */

#include "config.h"

#include "soak-judge.h"

#define SECOND "000000"

/* A day: two calls, two agents. Eva takes call 0, gives a coupon, types a note and ends it; it is reopened by
 * mistake and ended again. Jan takes call 1, loses it, and keeps what he typed as a note. */
typedef struct
{
  gint64 seq;
  guint call;
  gint64 version;
  gboolean is_open;
  const char *holder;
} Event;

static const Event events[] = {
  { 1, 0, 2, TRUE, "eva" },
  { 2, 1, 2, TRUE, "jan" },
  { 3, 0, 3, FALSE, "eva" },
  { 4, 0, 4, TRUE, "eva" },
  { 5, 1, 3, TRUE, NULL },
  { 6, 1, 4, TRUE, "eva" },
  { 7, 0, 5, FALSE, "eva" },
  { 8, 1, 5, FALSE, "eva" },
};

static const char *const eva[] = {
  "life 0 0 0 -",
  "saw 1" SECOND " 0 0:1:u",
  "saw 2" SECOND " 1 0:2:c",
  "means 3" SECOND " 0 0 [e1]",
  "kept 3" SECOND " 0 0 [e1]",
  "gave 3" SECOND " 0 0 coupon-0",
  "saw 4" SECOND " 3",
  "saw 5" SECOND " 4 0:4:c",
  "saw 6" SECOND " 4 0:4:c 1:4:c",
  "saw 7" SECOND " 8",
  "final 9" SECOND " 0 5 declined",
  "final 9" SECOND " 1 5 resolved",
  NULL
};

static const char *const jan[] = {
  "life 0 0 0 -",
  "saw 1" SECOND " 0",
  "saw 2" SECOND " 2 1:2:c",
  "means 3" SECOND " 1 0 [j1]",
  "kept 3" SECOND " 1 0 [j1]",
  "means 3" SECOND " 1 0 [j2]",
  "life 4" SECOND " 1 0 -",
  "saw 5" SECOND " 2 1:2:c",
  "saw 7" SECOND " 6",
  "refused 7" SECOND " 1 0 activity.complete/already_assigned",
  "final 9" SECOND " 0 5 declined",
  "final 9" SECOND " 1 5 resolved",
  NULL
};

static const char *const texts_0[] = {
  "Call closed: Solved\n[e1]", "Call reopened\nBy mistake.", "Call closed: Declined", NULL
};
static const char *const texts_1[] = { "Call at 2025-11-21T10:00:00.000Z\n[j1]", "Call closed: Solved", NULL };

/* One change; NULL and 0 = none. */
typedef struct
{
  const char *name;
  const char *rule;         /* NULL = the judge is content */
  guint agent;              /* whose journal: 0 = Eva, 1 = Jan */
  const char *line;         /* of it, by its start */
  const char *instead;      /* what it is instead; "" = it is missing */
  guint call;               /* whose texts */
  const char *text;         /* of them, by its start */
  const char *text_instead; /* "" = it is missing */
  const char *more_text;    /* and one more */
  guint event;              /* the event with this number is changed */
  Event event_instead;      /* .seq 0 = it is missing */
  gint64 told_usec;         /* when Jan was told of event 6 */
  gboolean is_open;         /* call 1 is open in the end */
  const char *coupon;       /* of call 0, beside what it has */
  guint n_failed;           /* of call 0's coupons */
} Change;

static const Change changes[] = {
  { "all-well", NULL },
  { "call-left-open", "outcome", .is_open = TRUE },
  { "closed-twice", "outcome", .call = 1, .more_text = "Call closed: Solved" },
  { "never-closed-by-history", "outcome", .call = 1, .text = "Call closed", .text_instead = "" },
  { "other-outcome", "outcome", .call = 0, .text = "Call closed: Declined",
    .text_instead = "Call closed: Unreachable" },
  { "reopening-untold", "outcome", .event = 4, .event_instead = { 4, 0, 4, FALSE, "eva" } },
  { "version-falls", "version", .event = 8, .event_instead = { 8, 1, 3, FALSE, "eva" } },
  { "note-lost", "note", .call = 0, .text = "Call closed: Solved", .text_instead = "Call closed: Solved" },
  { "note-twice", "note", .call = 0, .more_text = "[e1]" },
  { "note-twice-after-undo", NULL, 0, "means", "undid 3" SECOND " 0 0 [e1]", .call = 0, .more_text = "[e1]" },
  { "note-lost-after-undo", "note", 0, "means", "undid 3" SECOND " 0 0 [e1]", .call = 0,
    .text = "Call closed: Solved", .text_instead = "Call closed: Solved" },
  { "note-elsewhere", "note", .call = 1, .text = "Call closed", .text_instead = "Call closed: Solved\n[e1]" },
  { "note-nobody-typed", "note", .call = 1, .more_text = "[x1]" },
  /* Cut off between the two: it may be there. */
  { "note-meant-and-there", NULL, .call = 1, .more_text = "[j2]" },
  { "holder-is-another", "holder", 1, "saw 1", "saw 1" SECOND " 0 0:2:c" },
  { "holder-in-doubt", NULL, 1, "saw 1", "saw 1" SECOND " 0 0:2:u" },
  { "holder-of-closed", "holder", 0, "saw 4", "saw 4" SECOND " 3 0:3:c" },
  { "holder-never-was", "holder", 0, "saw 4", "saw 4" SECOND " 3 0:9:c" },
  /* He has read that the call was freed, and that Eva took it. */
  { "holder-knows-better", "holder", 1, "saw 7", "saw 7" SECOND " 6 1:2:c" },
  { "holder-does-not-know-yet", NULL, 1, "saw 7", "saw 7" SECOND " 4 1:2:c" },
  { "told-just-now", NULL, 1, "saw 7", "saw 90" SECOND " 6", .told_usec = 80 * G_USEC_PER_SEC },
  { "told-long-ago", "told", 1, "saw 7", "saw 90" SECOND " 6", .told_usec = 6 * G_USEC_PER_SEC },
  { "refused-unfairly", "refused", 1, "refused", "refused 7" SECOND " 1 0 activity.complete/version_mismatch" },
  { "coupon-twice", "coupon", .coupon = "coupon-1" },
  { "coupon-after-a-failed-one", NULL, .coupon = "coupon-1", .n_failed = 1 },
  { "coupon-of-nobody", "coupon", 0, "gave", "gave 3" SECOND " 0 0 coupon-2" },
  { "coupon-was-there", NULL, 1, "refused", "refused 7" SECOND " 0 0 ticket.coupon/coupon_exists" },
  { "picture-differs", "picture", 1, "final 9" SECOND " 1", "final 9" SECOND " 1 4 open" },
  { "picture-lacks-a-call", "picture", 0, "final 9" SECOND " 1", "" },
};

static SoakAgent *
make_agent (const Change      *change,
            guint              number,
            const char        *user_id,
            const char *const *lines)
{
  SoakAgent *agent = g_new0 (SoakAgent, 1);

  agent->user_id = g_strdup (user_id);
  agent->journal = g_ptr_array_new_with_free_func ((GDestroyNotify) soak_line_free);
  agent->told = g_array_new (FALSE, FALSE, sizeof (SoakTold));
  for (guint i = 0; lines[i]; i++) {
    gboolean is_changed = change->line && change->agent == number && g_str_has_prefix (lines[i], change->line);
    const char *line = is_changed ? change->instead : lines[i];

    if (*line)
      g_ptr_array_add (agent->journal, soak_line_parse (line));
  }
  if (number == 1 && change->told_usec > 0) {
    SoakTold told = { change->told_usec, 6 };

    g_array_append_val (agent->told, told);
  }

  return agent;
}

static SoakCall *
make_call (const Change      *change,
           guint              number,
           const char        *outcome,
           const char *const *texts)
{
  SoakCall *call = g_new0 (SoakCall, 1);

  call->is_open = number == 1 && change->is_open;
  call->version = 5;
  call->outcome = call->is_open ? NULL : g_strdup (outcome);
  call->coupons = g_ptr_array_new_with_free_func (g_free);
  if (number == 0)
    g_ptr_array_add (call->coupons, g_strdup ("coupon-0"));
  if (number == 0 && change->coupon)
    g_ptr_array_add (call->coupons, g_strdup (change->coupon));
  call->n_coupons = call->coupons->len - (number == 0 ? change->n_failed : 0);
  call->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; texts[i]; i++) {
    gboolean is_changed = change->text && change->call == number && g_str_has_prefix (texts[i], change->text);
    const char *text = is_changed ? change->text_instead : texts[i];

    if (*text)
      g_ptr_array_add (call->texts, g_strdup (text));
  }
  if (change->more_text && change->call == number)
    g_ptr_array_add (call->texts, g_strdup (change->more_text));

  return call;
}

static SoakStory *
make_story (const Change *change)
{
  SoakStory *story = soak_story_new ();

  for (guint i = 0; i < G_N_ELEMENTS (events); i++) {
    const Event *source = change->event == i + 1 ? &change->event_instead : &events[i];
    SoakEvent *event = g_new0 (SoakEvent, 1);

    *event = (SoakEvent) { source->seq, source->call, source->version, source->is_open, g_strdup (source->holder) };
    g_ptr_array_add (story->events, event);
  }
  g_ptr_array_add (story->agents, make_agent (change, 0, "eva", eva));
  g_ptr_array_add (story->agents, make_agent (change, 1, "jan", jan));
  g_ptr_array_add (story->calls, make_call (change, 0, "declined", texts_0));
  g_ptr_array_add (story->calls, make_call (change, 1, "resolved", texts_1));

  return story;
}

static void
test_soak_judge_change (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (SoakStory) story = make_story (change);
  g_autoptr (GPtrArray) problems = NULL;
  SoakSums sums = { 0 };
  gboolean is_blamed = FALSE;

  problems = soak_judge (story, &sums);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (problems, i));
  if (!change->rule) {
    g_assert_cmpuint (problems->len, ==, 0);
    return;
  }
  for (guint i = 0; i < problems->len; i++)
    is_blamed |= g_str_has_prefix (g_ptr_array_index (problems, i), change->rule);
  g_assert_true (is_blamed);
}

static void
test_soak_judge_counts (void)
{
  const Change change = { "counted", NULL };
  g_autoptr (SoakStory) story = make_story (&change);
  g_autoptr (GPtrArray) problems = NULL;
  SoakSums sums = { 0 };

  problems = soak_judge (story, &sums);
  g_assert_cmpuint (sums.n_notes, ==, 2);
  g_assert_cmpuint (sums.n_closings, ==, 3);
  g_assert_cmpuint (sums.n_reopenings, ==, 1);
  g_assert_cmpuint (sums.n_refused, ==, 1);
  g_assert_cmpuint (sums.n_coupons, ==, 1);
  /* Both showed call 1 from second 6 to second 7. */
  g_assert_cmpuint (sums.n_overlaps, ==, 1);
  g_assert_cmpint (sums.longest_usec, ==, G_USEC_PER_SEC);
}

static void
test_soak_judge_reads_cursors (void)
{
  g_assert_cmpint (soak_read_cursor ("MDAwOTI"), ==, 92);
  g_assert_cmpint (soak_read_cursor ("MTIzNDU2"), ==, 123456);
  g_assert_cmpint (soak_read_cursor (NULL), ==, -1);
}

static void
test_soak_judge_choices_repeat (void)
{
  guint counts[10] = { 0 };

  for (guint i = 0; i < 1000; i++) {
    guint choice = soak_choose (7, 10, "step.%u", i);

    g_assert_cmpuint (choice, ==, soak_choose (7, 10, "step.%u", i));
    counts[choice]++;
  }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_cmpuint (counts[i], >, 50);
  g_assert_cmpuint (soak_choose (7, 1000000, "step.1"), !=, soak_choose (8, 1000000, "step.1"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *path = g_strdup_printf ("/e2e/soak-judge/%s", changes[i].name);

    g_test_add_data_func (path, &changes[i], test_soak_judge_change);
  }
  g_test_add_func ("/e2e/soak-judge/counts", test_soak_judge_counts);
  g_test_add_func ("/e2e/soak-judge/reads-cursors", test_soak_judge_reads_cursors);
  g_test_add_func ("/e2e/soak-judge/choices-repeat", test_soak_judge_choices_repeat);

  return g_test_run ();
}
