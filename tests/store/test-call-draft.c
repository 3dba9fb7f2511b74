/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A note being typed stays until it is sent, and goes in the transaction of what it is sent with. */

#include "config.h"

#include "store-fixture.h"

#include "wb-call-draft.h"

static void
put_draft (Fixture    *fixture,
           const char *id,
           const char *note)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_call_draft_put (db, id, note, NOW, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_DRAFTS, &error));
  g_assert_no_error (error);
}

static void
assert_draft (Fixture    *fixture,
              const char *id,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = wb_call_draft_get (wb_workspace_get_reader (fixture->ws), id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (note, ==, expected);
}

static void
test_call_draft_is_kept (Fixture       *fixture,
                         gconstpointer  data)
{
  put_call (fixture, make_call ("k1", "t1", NOW, 1));
  assert_draft (fixture, "k1", NULL);
  put_draft (fixture, "k1", "Chce výměnu");
  put_draft (fixture, "k2", "Jiná");
  put_draft (fixture, "k1", "Chce výměnu za modré");
  fixture_reopen (fixture);
  assert_draft (fixture, "k1", "Chce výměnu za modré");
  put_draft (fixture, "k1", "");
  assert_draft (fixture, "k1", NULL);
  assert_draft (fixture, "k2", "Jiná");
  put_draft (fixture, "k2", NULL);
  assert_draft (fixture, "k2", NULL);
}

typedef gboolean (*Action) (WbWorkspace *ws, const char *note, GError **error);

static gboolean
complete (WbWorkspace  *ws,
          const char   *note,
          GError      **error)
{
  return wb_action_complete (ws, "k1", WB_OUTCOME_RESOLVED, note, WB_TIME_NONE, error);
}

static gboolean
try_again (WbWorkspace  *ws,
           const char   *note,
           GError      **error)
{
  return wb_action_snooze (ws, "k1", NOW + WB_DAY_MS, WB_OUTCOME_BUSY, note, error);
}

static gboolean
put_off (WbWorkspace  *ws,
         const char   *note,
         GError      **error)
{
  return wb_action_snooze (ws, "k1", NOW + WB_DAY_MS, WB_OUTCOME_NONE, note, error);
}

static gboolean
add_note (WbWorkspace  *ws,
          const char   *note,
          GError      **error)
{
  return wb_action_note (ws, "k1", note, WB_OUTCOME_NONE, WB_TIME_NONE, error);
}

static gboolean
take (WbWorkspace  *ws,
      const char   *note,
      GError      **error)
{
  return wb_action_take (ws, "k1", 0, error);
}

static void
test_call_draft_goes_with_what_it_is_sent_with (Fixture       *fixture,
                                                gconstpointer  data)
{
  const struct
  {
    const char *what;
    Action act;
    const char *note;
    const char *left;
  } cases[] = {
    { "take", take, NULL, "Rozepsaná" },
    { "put off", put_off, "Rozepsaná", "Rozepsaná" },
    { "try again without the note", try_again, NULL, "Rozepsaná" },
    { "try again", try_again, "Rozepsaná", NULL },
    { "note", add_note, "Rozepsaná", NULL },
    { "note with more to it", add_note, "Rozepsaná a dopsaná", NULL },
    { "note of another program", add_note, "Z příkazové řádky", "Rozepsaná" },
    { "complete without the note", complete, "", "Rozepsaná" },
    { "complete a closed one", complete, "Rozepsaná", "Rozepsaná" },
  };

  put_call (fixture, make_call ("k1", "t1", NOW, 1));
  put_draft (fixture, "k2", "Cizí");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *draft = NULL;

    g_test_message ("%s", cases[i].what);
    /* Blanks at the ends are typed and not sent. */
    put_draft (fixture, "k1", i % 2 == 0 ? "Rozepsaná" : "Rozepsaná \n");
    cases[i].act (fixture->ws, cases[i].note, &error);
    if (i + 1 < G_N_ELEMENTS (cases))
      g_assert_no_error (error);
    else
      g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_CLOSED);
    g_clear_error (&error);
    draft = wb_call_draft_get (wb_workspace_get_reader (fixture->ws), "k1", &error);
    g_assert_cmpstr (draft ? g_strchomp (draft) : NULL, ==, cases[i].left);
  }
  assert_draft (fixture, "k2", "Cizí");
}

static void
test_call_draft_does_not_outlive_its_call (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  put_call (fixture, make_call ("k1", "t1", NOW, 1));
  put_call (fixture, make_call ("k2", "t1", NOW, 1));
  put_draft (fixture, "k1", "Rozepsaná");
  put_draft (fixture, "k2", "Jiná");
  /* A newer version of the call is no other call. */
  put_call (fixture, make_call ("k1", "t1", NOW, 2));
  assert_draft (fixture, "k1", "Rozepsaná");
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_call_store_remove (db, "k1", &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_CALLS, &error));
  assert_draft (fixture, "k1", NULL);
  assert_draft (fixture, "k2", "Jiná");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/call-draft/is-kept", test_call_draft_is_kept);
  FIXTURE_ADD ("/wb/store/call-draft/goes-with-what-it-is-sent-with",
               test_call_draft_goes_with_what_it_is_sent_with);
  FIXTURE_ADD ("/wb/store/call-draft/does-not-outlive-its-call", test_call_draft_does_not_outlive_its_call);

  return g_test_run ();
}
