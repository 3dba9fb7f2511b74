/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions off the main thread: whose answer comes, when, and how often. */

#include "config.h"

#include "app-fixture.h"
#include "wb-ask.h"

#define SLOW "slow"
#define BAD "bad"
#define LONG_MS 20000
#define SHORT_MS 1

typedef struct
{
  AppFixture app;
  WbAsk *ask;
  GString *told;   /* what each callback got, in their order */
} Fixture;

/* Held by the test while a slow question must not be answered. */
static GMutex slow_lock;

/* What is asked, said again. */
static gpointer
read_echo (WbDb      *db,
           gpointer   question,
           GError   **error)
{
  if (g_str_equal (question, SLOW)) {
    g_mutex_lock (&slow_lock);
    g_mutex_unlock (&slow_lock);
  }
  if (g_str_equal (question, BAD)) {
    g_set_error_literal (error, WB_DB_ERROR, WB_DB_ERROR_FAILED, "It is bad");
    return NULL;
  }

  return g_strdup (question);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = wb_ask_finish (result, &error);

  g_assert_false (answer && error);
  if (error)
    g_string_append_printf (fixture->told, "%s!", error->message);
  else
    g_string_append_printf (fixture->told, "%s.", answer ? answer : "-");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  app_fixture_set_up (&fixture->app, NULL);
  fixture->ask = wb_ask_new (fixture->app.workspace, read_echo, g_free, g_free);
  fixture->told = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  wb_ask_unref (fixture->ask);
  g_string_free (fixture->told, TRUE);
  app_fixture_tear_down (&fixture->app, NULL);
}

static void
put (Fixture    *fixture,
     const char *question)
{
  wb_ask_put (fixture->ask, g_strdup (question), NULL, answered_cb, fixture);
}

static gboolean
has_told (gpointer data)
{
  const Fixture *fixture = ((gpointer *) data)[0];
  const char *expected = ((gpointer *) data)[1];

  return strlen (fixture->told->str) >= strlen (expected);
}

static void
assert_tells (Fixture    *fixture,
              const char *expected)
{
  gpointer check[] = { fixture, (gpointer) expected };

  app_wait_until (has_told, check);
  g_assert_cmpstr (fixture->told->str, ==, expected);
  g_string_truncate (fixture->told, 0);
}

/* Of two questions the newer one is answered, whatever the older one was up to. */
static void
test_ask_answers_the_newest (Fixture       *fixture,
                             gconstpointer  data)
{
  put (fixture, "first");
  assert_tells (fixture, "first.");
  g_mutex_lock (&slow_lock);
  put (fixture, SLOW);
  put (fixture, BAD);
  wb_ask_forget (fixture->ask);
  g_mutex_unlock (&slow_lock);
  assert_tells (fixture, "-.-.");
  put (fixture, BAD);
  assert_tells (fixture, "It is bad!");
}

static void
test_ask_waits_a_moment (Fixture       *fixture,
                         gconstpointer  data)
{
  /* Before the loop runs, and nothing after. */
  wb_ask_put_awaited (fixture->ask, g_strdup ("first"), LONG_MS, NULL, answered_cb, fixture);
  g_assert_cmpstr (fixture->told->str, ==, "first.");
  assert_tells (fixture, "first.-.");
  wb_ask_put_awaited (fixture->ask, g_strdup (BAD), LONG_MS, NULL, answered_cb, fixture);
  g_assert_cmpstr (fixture->told->str, ==, "It is bad!");
  assert_tells (fixture, "It is bad!-.");

  /* What takes longer comes by itself, unless another is asked. */
  g_mutex_lock (&slow_lock);
  wb_ask_put_awaited (fixture->ask, g_strdup (SLOW), SHORT_MS, NULL, answered_cb, fixture);
  g_assert_cmpstr (fixture->told->str, ==, "");
  g_mutex_unlock (&slow_lock);
  assert_tells (fixture, SLOW ".");
}

/* On the main thread, while the worker cannot be done: it waits for the lock. */
static void
work_cb (gpointer data)
{
  Fixture *fixture = data;

  g_string_append (fixture->told, "work ");
  g_mutex_unlock (&slow_lock);
}

/* What is done beside the reading comes before the answer, in time or not. */
static void
test_ask_works_beside (Fixture       *fixture,
                       gconstpointer  data)
{
  g_mutex_lock (&slow_lock);
  wb_ask_put_beside (fixture->ask, g_strdup (SLOW), work_cb, LONG_MS, NULL, answered_cb, fixture);
  g_assert_cmpstr (fixture->told->str, ==, "work " SLOW ".");
  assert_tells (fixture, "work " SLOW ".-.");

  g_mutex_lock (&slow_lock);
  wb_ask_put_beside (fixture->ask, g_strdup (SLOW), work_cb, 0, NULL, answered_cb, fixture);
  assert_tells (fixture, g_str_has_suffix (fixture->told->str, ".") ? "work " SLOW ".-." : "work " SLOW ".");
}

/* Whose page is gone hears that, not the answer. */
static void
test_ask_is_cancelled (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  wb_ask_put (fixture->ask, g_strdup ("first"), cancellable, answered_cb, fixture);
  g_cancellable_cancel (cancellable);
  assert_tells (fixture, "Operation was cancelled!");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ASK_ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ASK_ADD ("/wb/app/ask/answers-the-newest", test_ask_answers_the_newest);
  ASK_ADD ("/wb/app/ask/waits-a-moment", test_ask_waits_a_moment);
  ASK_ADD ("/wb/app/ask/works-beside", test_ask_works_beside);
  ASK_ADD ("/wb/app/ask/is-cancelled", test_ask_is_cancelled);

  return g_test_run ();
}
