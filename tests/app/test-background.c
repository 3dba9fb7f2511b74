/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the background portal is asked, and what becomes of each way it may answer or not. */

#include "config.h"

#include "app-fixture.h"
#include "fake-desktop.h"

#include "wb-background.h"
#include "wb-settings.h"

typedef struct
{
  gboolean done;
  WbBackgroundAnswer answer;
  GError *error;
} Answer;

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Answer *answer = user_data;

  answer->answer = wb_background_request_finish (result, &answer->error);
  answer->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Answer *) data)->done;
}

static GDBusConnection *
get_bus (void)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);

  return bus;
}

static void
test_background_answers (void)
{
  static const struct
  {
    const char *what;
    gboolean with_portal;
    gboolean allowed;
    WbBackgroundAnswer answer;
  } cases[] = {
    { "allowed", TRUE, TRUE, WB_BACKGROUND_ALLOWED },
    { "refused", TRUE, FALSE, WB_BACKGROUND_REFUSED },
    { "no portal", FALSE, FALSE, WB_BACKGROUND_MISSING },
  };
  g_autoptr (GDBusConnection) bus = get_bus ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    FakeDesktop *desktop = fake_desktop_new (cases[i].with_portal);
    Answer answer = { FALSE, WB_BACKGROUND_UNKNOWN, NULL };

    g_test_message ("%s", cases[i].what);
    fake_desktop_set_allowed (desktop, cases[i].allowed);
    wb_background_request_async (bus, "Because", NULL, answered_cb, &answer);
    app_wait_until (is_done, &answer);
    g_assert_no_error (answer.error);
    g_assert_cmpint (answer.answer, ==, cases[i].answer);
    g_assert_cmpuint (fake_desktop_count_asked (desktop), ==, cases[i].with_portal);
    if (cases[i].with_portal)
      g_assert_cmpstr (fake_desktop_get_reason (desktop), ==, "Because");
    fake_desktop_free (desktop);
  }
}

/* Nobody may be there to answer the desktop's question. */
static void
test_background_cancelled (void)
{
  g_autoptr (GDBusConnection) bus = get_bus ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  FakeDesktop *desktop = fake_desktop_new (TRUE);
  Answer before = { FALSE, WB_BACKGROUND_UNKNOWN, NULL };
  Answer after = { FALSE, WB_BACKGROUND_UNKNOWN, NULL };

  wb_background_request_async (bus, "Because", cancellable, answered_cb, &before);
  g_cancellable_cancel (cancellable);
  app_wait_until (is_done, &before);
  g_assert_error (before.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&before.error);

  wb_background_request_async (bus, "Because", cancellable, answered_cb, &after);
  app_wait_until (is_done, &after);
  g_assert_error (after.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&after.error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  fake_desktop_free (desktop);
}

static void
test_background_is_remembered (void)
{
  g_autoptr (GSettings) settings = wb_settings_new ();

  g_assert_nonnull (settings);
  g_assert_cmpint (wb_background_get_answer (settings), ==, WB_BACKGROUND_UNKNOWN);
  for (WbBackgroundAnswer answer = WB_BACKGROUND_MISSING; answer > WB_BACKGROUND_UNKNOWN;
       answer--) {
    wb_background_set_answer (settings, answer);
    g_assert_cmpint (wb_background_get_answer (settings), ==, answer);
  }
  /* Where the schema is not installed, there is nothing to remember it in. */
  wb_background_set_answer (NULL, WB_BACKGROUND_ALLOWED);
  g_assert_cmpint (wb_background_get_answer (NULL), ==, WB_BACKGROUND_UNKNOWN);
  g_settings_reset (settings, "background-answer");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/background/answers", test_background_answers);
  g_test_add_func ("/app/background/cancelled", test_background_cancelled);
  g_test_add_func ("/app/background/is-remembered", test_background_is_remembered);

  return g_test_run ();
}
