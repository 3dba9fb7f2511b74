/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose a call is: what the server has not confirmed, and managers handing it on. */

#include "config.h"

#include "card-fixture.h"
#include "dialog-support.h"

#include "wb-call-story.h"
#include "wb-staff-actions.h"
#include "wb-time.h"

static const AppFixtureOptions as_manager = { 120, 30, TRUE };

static void
test_call_holder_says_unconfirmed (CardFixture   *fixture,
                                   gconstpointer  data)
{
  static const struct
  {
    guint keyval;
    const char *words;
  } cases[] = {
    { GDK_KEY_t, "Not yet confirmed: somebody else may have taken it." },
    { GDK_KEY_s, "Not yet confirmed: the new time is sent" },
    { GDK_KEY_1, "Not yet confirmed: how it ended is sent" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
    g_autoptr (WbActivity) after = NULL;

    g_test_message ("%s", gdk_keyval_name (cases[i].keyval));
    wb_call_card_set_call (fixture->card, call);
    app_wait_frames (fixture->window, 2);
    g_assert_false (card_says (fixture, "Not yet confirmed"));
    card_press (fixture, cases[i].keyval);
    if (cases[i].keyval == GDK_KEY_s)
      g_signal_emit_by_name (gtk_root_get_focus (GTK_ROOT (fixture->window)), "clicked");
    after = card_reread (fixture, call->id);
    g_assert_true (card_says (fixture, cases[i].words));
  }
}

static void
test_call_holder_is_for_open_calls (CardFixture   *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call_with (fixture, NULL, fixture->app.agent_id);
  g_autoptr (WbActivity) closed = wb_activity_copy (call);

  wb_call_card_set_call (fixture->card, call);
  g_assert_true (card_says (fixture, "This call is yours"));
  g_free (closed->status);
  closed->status = g_strdup ("closed");
  closed->outcome = g_strdup ("resolved");
  wb_call_card_set_call (fixture->card, closed);
  g_assert_false (card_says (fixture, "This call is yours"));
}

/* The menu of colleagues as it opens, as a list of "name=id". */
static char *
read_menu (CardFixture *fixture)
{
  GtkWidget *button = app_find (GTK_WIDGET (fixture->card), GTK_TYPE_MENU_BUTTON);
  GMenuModel *menu = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  gtk_widget_activate_action (GTK_WIDGET (fixture->card), "card.assign-menu", NULL);
  menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

    for (int j = 0; j < g_menu_model_get_n_items (section); j++) {
      g_autofree char *label = NULL;
      g_autofree char *target = NULL;

      g_assert_true (g_menu_model_get_item_attribute (section, j, "label", "s", &label));
      g_assert_true (g_menu_model_get_item_attribute (section, j, "target", "s", &target));
      g_string_append_printf (text, "%s=%s\n", label, target);
    }
  }
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_call_manager_hands_on (CardFixture   *fixture,
                            gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) given = NULL;
  g_autoptr (WbActivity) free_again = NULL;
  g_autofree char *agent = g_strdup_printf ("=%s\n", fixture->app.agent_id);
  g_autofree char *me = g_strdup_printf (" (you)=%s\n", fixture->app.manager_id);
  g_autofree char *menu = NULL;
  g_autofree char *menu_after = NULL;

  wb_call_card_set_call (fixture->card, call);
  g_assert_true (card_says (fixture, "Nobody has this call."));
  menu = read_menu (fixture);
  g_assert_nonnull (strstr (menu, agent));
  g_assert_nonnull (strstr (menu, me));
  g_assert_null (strstr (menu, "Nobody="));

  gtk_widget_activate_action (GTK_WIDGET (fixture->card), "card.assign", "s",
                              fixture->app.agent_id);
  given = card_reread (fixture, call->id);
  g_assert_cmpstr (given->assignee, ==, fixture->app.agent_id);
  g_assert_true (fixture->handled == call);
  g_assert_nonnull (strstr (fixture->words, "Given to "));
  /* Who has it is not offered again; nobody is. */
  menu_after = read_menu (fixture);
  g_assert_null (strstr (menu_after, agent));
  g_assert_nonnull (strstr (menu_after, "Nobody=\n"));

  gtk_widget_activate_action (GTK_WIDGET (fixture->card), "card.assign", "s", "");
  free_again = card_reread (fixture, call->id);
  g_assert_null (free_again->assignee);

  /* And back to the agent. */
  wb_call_card_undo (fixture->card, fixture->handled);
  wb_activity_unref (free_again);
  free_again = card_reread (fixture, call->id);
  g_assert_cmpstr (free_again->assignee, ==, fixture->app.agent_id);
}

static void
test_call_manager_takes_over (CardFixture   *fixture,
                              gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) given = NULL;
  g_autoptr (WbActivity) mine = NULL;

  wb_call_card_set_call (fixture->card, call);
  gtk_widget_activate_action (GTK_WIDGET (fixture->card), "card.assign", "s",
                              fixture->app.agent_id);
  given = card_reread (fixture, call->id);
  /* Not theirs to end before it is theirs. */
  g_assert_false (wb_call_card_handle_key (fixture->card, GDK_KEY_1));
  g_assert_true (card_says (fixture, "Take over"));
  card_press (fixture, GDK_KEY_t);
  mine = card_reread (fixture, call->id);
  g_assert_cmpstr (mine->assignee, ==, fixture->app.manager_id);
  g_assert_false (card_says (fixture, "Take over"));
}

static void
test_call_agent_assigns_nobody (CardFixture   *fixture,
                                gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) held = card_get_call_with (fixture, NULL, fixture->app.manager_id);

  wb_call_card_set_call (fixture->card, call);
  g_assert_false (wb_call_card_handle_key (fixture->card, GDK_KEY_a));
  g_assert_false (card_says (fixture, "Assign"));
  g_assert_false (card_says (fixture, "Nobody has this call."));
  wb_call_card_set_call (fixture->card, held);
  g_assert_false (wb_call_card_handle_key (fixture->card, GDK_KEY_t));
  g_assert_false (card_says (fixture, "Assign"));
}

static void
test_call_tells_both_stories (CardFixture   *fixture,
                              gconstpointer  data)
{
  static const struct
  {
    guint keyval;
    const char *note;
    gboolean is_closed;
    const char *title;
    const char *mine;
    const char *theirs;
    const char *kept;      /* (nullable) */
  } cases[] = {
    { GDK_KEY_1, "Blue, please.", TRUE, "A colleague closed this call meanwhile",
      "You: Solved · today 10:42", ": closed it · today 9:42 · Solved · “Gets the blue one.”",
      "Your note was added to the ticket: “Blue, please.”" },
    { GDK_KEY_4, NULL, TRUE, "A colleague closed this call meanwhile", "You: Declined · today 10:42",
      ": closed it", "What you did stands in the ticket’s history." },
    { GDK_KEY_t, NULL, FALSE, "A colleague took this call meanwhile", "You: took it · today 10:42",
      ": has the call", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
    g_autoptr (WbActivity) lost = NULL;
    g_autoptr (WbActivity) after = NULL;
    g_autoptr (WbCallStory) story = NULL;

    g_test_message ("%s", cases[i].mine);
    wb_call_card_set_call (fixture->card, call);
    if (cases[i].note)
      card_type (fixture, cases[i].note);
    card_press (fixture, cases[i].keyval);
    app_wait_written (&fixture->app);
    card_lose (&fixture->app, call, cases[i].is_closed);
    lost = card_reread (fixture, call->id);
    g_assert_true (card_says (fixture, cases[i].title));
    g_assert_true (card_says (fixture, cases[i].mine));
    g_assert_true (card_says (fixture, cases[i].theirs));
    g_assert_true (!cases[i].kept || card_says (fixture, cases[i].kept));
    /* Somebody talked to the customer already. */
    g_assert_null (card_find_button (fixture, "card.dial"));
    g_assert_false (card_says (fixture, "Not yet confirmed"));

    dialog_click (GTK_WIDGET (fixture->card), "_Got it");
    after = card_reread (fixture, call->id);
    g_assert_false (card_says (fixture, cases[i].title));
    story = wb_call_story_get (wb_context_get_reader (fixture->app.context), call->id, NULL);
    g_assert_null (story);
  }
}

/* @n attempts of @outcome, the newest an hour ago. */
static WbActivity *
make_tried (CardFixture *fixture,
            guint        n,
            const char  *outcome)
{
  WbActivity *call = card_get_call_with (fixture, NULL, NULL);

  g_ptr_array_set_size (call->attempts, 0);
  for (guint i = 0; i < n; i++) {
    WbAttempt *attempt = wb_attempt_new ();

    attempt->at = APP_NOW - (n - i) * WB_HOUR_MS;
    attempt->outcome = g_strdup (outcome);
    g_ptr_array_add (call->attempts, attempt);
  }

  return call;
}

static void
test_call_says_many_attempts (CardFixture   *fixture,
                              gconstpointer  data)
{
  static const struct
  {
    guint n;
    const char *outcome;
    const char *words;
  } cases[] = {
    { 0, "no_answer", NULL },
    { 2, "no_answer", NULL },
    { 3, "no_answer", "3 attempts reached nobody: consider “Unreachable” (0)" },
    { 4, "busy", "4 attempts reached nobody" },
    /* Who asked to be called later was reached. */
    { 3, "call_later", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call = make_tried (fixture, cases[i].n, cases[i].outcome);

    g_test_message ("%u %s", cases[i].n, cases[i].outcome);
    wb_call_card_set_call (fixture->card, call);
    g_assert_cmpint (card_says (fixture, cases[i].words ? cases[i].words : "reached nobody"), ==,
                     cases[i].words != NULL);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, options, function)                                                     \
  g_test_add ("/winback/app/call-holder/" path, CardFixture, options, card_fixture_set_up, \
              function, card_fixture_tear_down)
  ADD ("says-unconfirmed", NULL, test_call_holder_says_unconfirmed);
  ADD ("is-for-open-calls", NULL, test_call_holder_is_for_open_calls);
  ADD ("manager-hands-on", &as_manager, test_call_manager_hands_on);
  ADD ("manager-takes-over", &as_manager, test_call_manager_takes_over);
  ADD ("agent-assigns-nobody", NULL, test_call_agent_assigns_nobody);
  ADD ("tells-both-stories", NULL, test_call_tells_both_stories);
  ADD ("says-many-attempts", NULL, test_call_says_many_attempts);

  return g_test_run ();
}
