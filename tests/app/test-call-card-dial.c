/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The number on the card of a call: what is said about the time there, and who is asked to call it.
 * A program of the test's own plays the telephone. */

#include "config.h"

#include "card-fixture.h"
#include "dialog-support.h"

#include "wb-local-settings-store.h"
#include "wb-ticket-store.h"
#include "wb-time.h"

#include <glib/gstdio.h>

#define PRAGUE "+420601123456"
/* Tokyo has one zone, too: 18:42 there. */
#define TOKYO "+81312345678"
/* It is night from one coast to the other. */
#define NEW_YORK "+12125550123"
#define DIALLER "winback-test-dialler.desktop"

static char *
dialled_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "dialled", NULL);
}

static void
write_file (const char *path,
            const char *text)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Until another process or thread has done something that nothing here tells of. */
static void
wait_for_others (AppCheck check,
                 gpointer data)
{
  guint id = g_timeout_add (20, tick_cb, NULL);

  app_wait_until (check, data);
  g_source_remove (id);
}

static gboolean
has_dialler (gpointer data)
{
  g_autoptr (GAppInfo) info = g_app_info_get_default_for_uri_scheme ("tel");

  return info != NULL;
}

/* From here on something on this computer makes calls. */
static void
install_dialler (void)
{
  g_autofree char *script = g_build_filename (g_get_user_data_dir (), "dial.sh", NULL);
  g_autofree char *desktop = g_build_filename (g_get_user_data_dir (), "applications", DIALLER,
                                               NULL);
  g_autofree char *list = g_build_filename (g_get_user_config_dir (), "mimeapps.list", NULL);
  g_autofree char *dialled = dialled_path ();
  g_autofree char *program =
    g_strdup_printf ("printf '%%s\\n' \"$1\" >>'%s.part'\nmv '%s.part' '%s'\n", dialled, dialled,
                     dialled);
  g_autofree char *entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Dialler\n"
                                            "Exec=/bin/sh \"%s\" %%u\n"
                                            "MimeType=x-scheme-handler/tel;\n",
                                            script);

  write_file (script, program);
  write_file (desktop, entry);
  write_file (list, "[Default Applications]\nx-scheme-handler/tel=" DIALLER ";\n");
  wait_for_others (has_dialler, NULL);
}

static gboolean
is_dialled (gpointer data)
{
  g_autofree char *path = dialled_path ();

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What the telephone was asked for; it is forgotten then. */
static char *
take_dialled (void)
{
  g_autofree char *path = dialled_path ();
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  wait_for_others (is_dialled, NULL);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_remove (path), ==, 0);

  return g_strchomp (text);
}

static void
set_calling_hours (CardFixture *fixture,
                   gint16       from_min,
                   gint16       to_min)
{
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  WbHours hours = { 0x7f, from_min, to_min };
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  g_array_set_size (settings->calling_hours, 0);
  if (to_min > from_min)
    g_array_append_val (settings->calling_hours, hours);
  wb_local_settings_store_put (db, settings, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_call_dial_says_whether (CardFixture   *fixture,
                             gconstpointer  data)
{
  static const struct
  {
    const char *phone;
    gint16 from_hour;
    gint16 to_hour;
    const char *words;
    gboolean suggested;
  } cases[] = {
    { PRAGUE, 8, 20, "10:42 there · calling is permitted until 20:00", TRUE },
    { PRAGUE, 8, 10, "10:42 there · not before tomorrow 8:00", FALSE },
    { PRAGUE, 11, 20, "10:42 there · not before 11:00", FALSE },
    { PRAGUE, 0, 0, "10:42 there · no calling hours are set", FALSE },
    { TOKYO, 8, 20, "18:42 there · calling is permitted until 20:00", TRUE },
    { TOKYO, 8, 18, "18:42 there · not before tomorrow 8:00", FALSE },
    { NEW_YORK, 8, 20, "Several time zones · not before", FALSE },
    { "601 123", 8, 20, "The time there is not known", TRUE },
    { "+999123456", 8, 20, "The time there is not known", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call =
      card_get_call_with (fixture, cases[i].phone, fixture->app.agent_id);
    GtkWidget *dial = NULL;

    g_test_message ("%s %d-%d", cases[i].phone, cases[i].from_hour, cases[i].to_hour);
    set_calling_hours (fixture, cases[i].from_hour * 60, cases[i].to_hour * 60);
    wb_call_card_set_call (fixture->card, call);
    g_assert_true (card_says (fixture, cases[i].words));
    dial = card_find_button (fixture, "card.dial");
    g_assert_nonnull (dial);
    g_assert_cmpint (gtk_widget_has_css_class (dial, "suggested-action"), ==, cases[i].suggested);
  }
}

static void
test_call_dial_follows_the_minute (CardFixture   *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call_with (fixture, PRAGUE, fixture->app.agent_id);

  wb_call_card_set_call (fixture->card, call);
  g_assert_true (card_says (fixture, "10:42 there"));
  wb_movable_clock_advance (fixture->app.clock, 10 * WB_HOUR_MS);
  wb_call_card_refresh (fixture->card);
  g_assert_true (card_says (fixture, "20:42 there · not before"));
}

/* Nothing to dial, nothing to press. */
static void
test_call_dial_is_absent (CardFixture   *fixture,
                          gconstpointer  data)
{
  const struct
  {
    const char *what;
    const char *phone;
    const char *assignee;
    gboolean can_copy;
  } cases[] = {
    { "no number", NULL, NULL, FALSE },
    { "no digit in it", "ask at work", NULL, TRUE },
    { "held by a colleague", PRAGUE, fixture->app.manager_id, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call =
      card_get_call_with (fixture, cases[i].phone, cases[i].assignee);

    g_test_message ("%s", cases[i].what);
    wb_call_card_set_call (fixture->card, call);
    g_assert_null (card_find_button (fixture, "card.dial"));
    g_assert_false (wb_call_card_handle_key (fixture->card, GDK_KEY_d));
    g_assert_cmpint (wb_call_card_handle_key (fixture->card, GDK_KEY_y), ==, cases[i].can_copy);
  }
}

static void
test_call_dial_copies_without_a_telephone (CardFixture   *fixture,
                                           gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call_with (fixture, PRAGUE, fixture->app.agent_id);
  g_autofree char *copied = NULL;

  g_assert_false (has_dialler (NULL));
  wb_call_card_set_call (fixture->card, call);
  card_press (fixture, GDK_KEY_d);
  while (!card_says (fixture, "Nothing on this computer makes calls"))
    g_main_context_iteration (NULL, TRUE);
  copied = card_dup_clipboard (fixture);
  g_assert_cmpstr (copied, ==, PRAGUE);
  /* Said of this call only. */
  wb_call_card_set_call (fixture->card, NULL);
  wb_call_card_set_call (fixture->card, call);
  g_assert_false (card_says (fixture, "Nothing on this computer"));
}

static void
test_call_dial_copies (CardFixture   *fixture,
                       gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call_with (fixture, PRAGUE, NULL);
  g_autofree char *copied = NULL;

  wb_call_card_set_call (fixture->card, call);
  card_press (fixture, GDK_KEY_y);
  copied = card_dup_clipboard (fixture);
  g_assert_cmpstr (copied, ==, PRAGUE);
  g_assert_true (card_says (fixture, "The number is copied."));
}

static void
test_call_dial_calls (CardFixture   *fixture,
                      gconstpointer  data)
{
  static const struct
  {
    const char *phone;
    const char *uri;
  } cases[] = {
    { PRAGUE, "tel:+420601123456" },
    { "601 123 456", "tel:601123456" },
    { "(02) 601-123 ext. 45", "tel:02601123" },
    { "601123456;phone-context=evil&x=%41", "tel:601123456" },
  };

  install_dialler ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call =
      card_get_call_with (fixture, cases[i].phone, fixture->app.agent_id);
    g_autofree char *dialled = NULL;

    g_test_message ("%s", cases[i].phone);
    wb_call_card_set_call (fixture->card, call);
    card_press (fixture, GDK_KEY_d);
    dialled = take_dialled ();
    g_assert_cmpstr (dialled, ==, cases[i].uri);
  }
}

/* Who dials has the call. */
static void
test_call_dial_takes_a_free_call (CardFixture   *fixture,
                                  gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call_with (fixture, PRAGUE, NULL);
  g_autoptr (WbActivity) taken = NULL;
  g_autofree char *dialled = NULL;

  install_dialler ();
  wb_call_card_set_call (fixture->card, call);
  card_press (fixture, GDK_KEY_d);
  dialled = take_dialled ();
  g_assert_cmpstr (dialled, ==, "tel:" PRAGUE);
  taken = card_reread (fixture, call->id);
  g_assert_cmpstr (taken->assignee, ==, fixture->app.agent_id);
}

static void
test_call_dial_asks_at_night (CardFixture   *fixture,
                              gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call_with (fixture, PRAGUE, NULL);
  g_autoptr (WbActivity) free_still = NULL;
  g_autofree char *dialled = NULL;
  GtkWidget *question = NULL;

  install_dialler ();
  set_calling_hours (fixture, 11 * 60, 20 * 60);
  wb_call_card_set_call (fixture->card, call);
  card_press (fixture, GDK_KEY_d);
  question = dialog_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==,
                   "It is 10:42 there. Call anyway?");
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), ==,
                   "By your calling hours: not before 11:00.");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "cancel");

  /* Not before another day: the day says why, at any hour. */
  set_calling_hours (fixture, 8 * 60, 10 * 60);
  card_press (fixture, GDK_KEY_d);
  question = dialog_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (question)), ==,
                   "It is Fri 10:42 there. Call anyway?");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "cancel");
  free_still = card_reread (fixture, call->id);
  g_assert_null (free_still->assignee);
  g_assert_false (is_dialled (NULL));

  wb_call_card_set_call (fixture->card, call);
  card_press (fixture, GDK_KEY_d);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog_find_window (ADW_TYPE_MESSAGE_DIALOG)),
                               "go-on");
  dialled = take_dialled ();
  g_assert_cmpstr (dialled, ==, "tel:" PRAGUE);
}

static void
set_page (CardFixture      *fixture,
          const WbActivity *call,
          const char       *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicket) ticket =
    wb_ticket_store_get (wb_context_get_reader (fixture->app.context), call->ticket, &error);
  WbDb *db = NULL;

  g_assert_no_error (error);
  g_free (ticket->portal_url);
  ticket->portal_url = g_strdup (uri);
  ticket->version++;
  ticket->updated_at++;
  db = wb_workspace_begin (fixture->app.workspace, &error);
  g_assert_no_error (error);
  wb_ticket_store_apply (db, ticket, NULL, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_TICKETS, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The customer's page is offered where it is one of the web. */
static void
test_call_page_is_of_the_web (CardFixture   *fixture,
                              gconstpointer  data)
{
  static const struct
  {
    const char *uri;
    gboolean offered;
  } cases[] = {
    { "file:///etc/passwd", FALSE },
    { "javascript:alert(1)", FALSE },
    { "https://portal.example/t/abc", TRUE },
  };
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);

  wb_call_card_set_call (fixture->card, call);
  g_assert_null (card_find_button (fixture, "card.open-page"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].uri);
    set_page (fixture, call, cases[i].uri);
    g_assert_cmpint (card_find_button (fixture, "card.open-page") != NULL, ==, cases[i].offered);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, function)                                                       \
  g_test_add ("/winback/app/call-dial/" path, CardFixture, NULL, card_fixture_set_up, function, \
              card_fixture_tear_down)
  /* First, before there is a telephone. */
  ADD ("copies-without-a-telephone", test_call_dial_copies_without_a_telephone);
  ADD ("says-whether", test_call_dial_says_whether);
  ADD ("follows-the-minute", test_call_dial_follows_the_minute);
  ADD ("is-absent", test_call_dial_is_absent);
  ADD ("copies", test_call_dial_copies);
  ADD ("calls", test_call_dial_calls);
  ADD ("takes-a-free-call", test_call_dial_takes_a_free_call);
  ADD ("asks-at-night", test_call_dial_asks_at_night);
  ADD ("opens-pages-of-the-web-only", test_call_page_is_of_the_web);

  return g_test_run ();
}
