/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call sheet as a PDF, read back by another program: every call once, each page with its head,
 * whatever the paper, the number of calls and the length of names. */

#include "config.h"

#include "app-fixture.h"

#include "wb-call-sheet-private.h"
#include "wb-call-store.h"

#include <string.h>

/* The words of all pages, as they stand on the paper; each page ends in a form feed. */
static char *
read_pdf (const char *path)
{
  const char *argv[] = { "pdftotext", "-layout", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);

  /* Not every version tells a no-break space from another. */
  words = g_strsplit (text, "\302\240", -1);

  return g_strjoinv (" ", words);
}

static char *
export_calls (AppFixture *self,
              GPtrArray  *calls,
              const char *title,
              const char *paper)
{
  g_autofree char *path = g_build_filename (self->root, "calls.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_call_sheet_export_paper (self->context, calls, title, paper, path, &error));
  g_assert_no_error (error);

  return read_pdf (path);
}

static WbActivity *
make_call (int number)
{
  WbActivity *call = wb_activity_new ();

  call->id = g_strdup_printf ("a%04d", number);
  call->ticket = g_strdup ("nowhere");
  call->ticket_code = g_strdup_printf ("T%06d", number);
  call->kind = g_strdup ("call_request");
  call->status = g_strdup ("open");
  call->customer_name = g_strdup_printf ("Customer %d", number);
  call->customer_phone = g_strdup ("+420601123456");
  call->created_at = APP_NOW - WB_DAY_MS;
  call->due_at = APP_NOW + WB_HOUR_MS;
  call->original_due_at = APP_NOW + WB_DAY_MS;

  return call;
}

static GPtrArray *
make_calls (int n_calls)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);

  for (int i = 0; i < n_calls; i++)
    g_ptr_array_add (calls, make_call (i));

  return calls;
}

static guint
count (const char *text,
       const char *what)
{
  guint n = 0;

  for (const char *p = strstr (text, what); p; p = strstr (p + strlen (what), what))
    n++;

  return n;
}

static void
test_counts (AppFixture    *self,
             gconstpointer  data)
{
  static const struct {
    int n_calls;
    const char *paper;
    guint n_pages_min;
    guint n_pages_max;
    const char *count;
  } cases[] = {
    { 0, GTK_PAPER_NAME_A4, 1, 1, "0 calls" },       { 0, GTK_PAPER_NAME_LETTER, 1, 1, "0 calls" },
    { 1, GTK_PAPER_NAME_A4, 1, 1, "1 call" },        { 1, GTK_PAPER_NAME_LETTER, 1, 1, "1 call" },
    { 25, GTK_PAPER_NAME_A4, 2, 4, "25 calls" },     { 500, GTK_PAPER_NAME_A4, 36, 72, "500 calls" },
    { 500, GTK_PAPER_NAME_LETTER, 36, 72, "500 calls" }, { 25, GTK_PAPER_NAME_A5, 3, 8, "25 calls" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) calls = make_calls (cases[i].n_calls);
    g_autofree char *text = NULL;
    g_auto (GStrv) pages = NULL;
    guint n_pages;

    g_test_message ("%d on %s", cases[i].n_calls, cases[i].paper);
    text = export_calls (self, calls, "The Late Ones", cases[i].paper);
    pages = g_strsplit (text, "\f", -1);
    n_pages = g_strv_length (pages) - 1;
    g_assert_cmpuint (n_pages, >=, cases[i].n_pages_min);
    g_assert_cmpuint (n_pages, <=, cases[i].n_pages_max);

    /* Each page says what it is of, and which. */
    for (guint page = 0; page < n_pages; page++) {
      g_autofree char *number = g_strdup_printf ("Page %u of %u", page + 1, n_pages);

      g_assert_nonnull (strstr (pages[page], "The Late Ones"));
      g_assert_nonnull (strstr (pages[page], cases[i].count));
      g_assert_nonnull (strstr (pages[page], number));
      g_assert_nonnull (strstr (pages[page], "Printed on 20 November 2026 10:42"));
      g_assert_nonnull (strstr (pages[page], "1 Solved"));
      g_assert_nonnull (strstr (pages[page], "0 Unreachable"));
    }

    /* Every call once, with room to write. */
    for (int k = 0; k < cases[i].n_calls; k++) {
      g_autofree char *code = g_strdup_printf ("T%06d", k);

      g_assert_cmpuint (count (text, code), ==, 1);
    }
    g_assert_cmpuint (count (text, "+420 601 123 456"), ==, (guint) cases[i].n_calls);
    g_assert_cmpuint (count (text, "Called at"), ==, (guint) cases[i].n_calls);
    g_assert_cmpint (strstr (text, "There are no calls here.") != NULL, ==, cases[i].n_calls == 0);
  }
}

/* What is known of one call stands on paper; what is not leaves no hole in the words. */
static void
test_words (AppFixture    *self,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = make_calls (4);
  WbActivity *late = g_ptr_array_index (calls, 0);
  WbActivity *bare = g_ptr_array_index (calls, 1);
  WbActivity *closed = g_ptr_array_index (calls, 2);
  WbActivity *foreign = g_ptr_array_index (calls, 3);
  WbAttempt *attempt = wb_attempt_new ();
  g_autofree char *text = NULL;

  late->due_at = APP_NOW - WB_HOUR_MS;
  late->assignee = g_strdup (self->manager_id);
  attempt->at = APP_NOW - 2 * WB_HOUR_MS;
  attempt->outcome = g_strdup ("no_answer");
  g_ptr_array_add (late->attempts, attempt);
  g_clear_pointer (&bare->customer_name, g_free);
  g_clear_pointer (&bare->customer_phone, g_free);
  g_clear_pointer (&bare->ticket_code, g_free);
  bare->due_at = WB_TIME_NONE;
  bare->original_due_at = WB_TIME_NONE;
  g_free (closed->status);
  closed->status = g_strdup ("closed");
  closed->outcome = g_strdup ("exchange_agreed");
  closed->closed_at = APP_NOW - 10 * WB_MINUTE_MS;
  closed->note = g_strdup ("Wants the blue one.");
  g_free (foreign->customer_name);
  foreign->customer_name = g_strdup ("Łukasz Żółć-Größer 山田太郎");

  text = export_calls (self, calls, "All", GTK_PAPER_NAME_A4);
  g_test_message ("%s", text);

  g_assert_nonnull (strstr (text, "Fri 20 Nov 9:42"));
  g_assert_nonnull (strstr (text, "promised by"));
  g_assert_nonnull (strstr (text, "1 attempt, last on Fri 20 Nov 8:42: No answer"));
  g_assert_nonnull (strstr (text, "Taken by"));
  g_assert_nonnull (strstr (text, "Name not known"));
  g_assert_nonnull (strstr (text, "No number"));
  g_assert_nonnull (strstr (text, "Exchange agreed"));
  g_assert_nonnull (strstr (text, "Wants the blue one."));
  g_assert_nonnull (strstr (text, "Łukasz Żółć-Größer"));
  /* The closed one has nothing left to write; the others have. */
  g_assert_cmpuint (count (text, "Called at"), ==, 3);
  /* Four groups, each with its heading; "Late" is said once more beside the call. */
  g_assert_nonnull (strstr (text, "Today"));
  g_assert_nonnull (strstr (text, "Later"));
  g_assert_nonnull (strstr (text, "Closed"));
}

/* One group needs no heading: the title says it. */
static void
test_one_group (AppFixture    *self,
                gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = make_calls (3);
  g_autofree char *text = export_calls (self, calls, "Mine", GTK_PAPER_NAME_A4);

  g_assert_null (strstr (text, "Today"));
}

/* A name and products of any length are cut, and cannot push a call off the page. */
static void
test_long_names (AppFixture    *self,
                 gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = make_calls (30);
  g_autofree char *text = NULL;
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < 200; i++)
    g_string_append (name, i % 3 == 0 ? "Donaudampfschifffahrts " : "gesellschaftskapitän");
  for (guint i = 0; i < calls->len; i++) {
    WbActivity *call = g_ptr_array_index (calls, i);

    g_free (call->customer_name);
    call->customer_name = g_strdup (name->str);
    call->note = g_strdup (name->str);
  }

  text = export_calls (self, calls, name->str, GTK_PAPER_NAME_A4);
  g_assert_cmpuint (count (text, "Called at"), ==, calls->len);
  g_assert_cmpuint (count (text, "\f"), <=, 8);
}

/* What the store holds, tickets and products included. */
static void
test_demo_calls (AppFixture    *self,
                 gconstpointer  data)
{
  WbDb *db = wb_context_get_reader (self->context);
  WbCallQuery query = { .now = APP_NOW, .zone = wb_context_get_zone (self->context),
                        .closed_limit = 5 };
  g_autoptr (GPtrArray) calls =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);
  g_autoptr (GArray) refs = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  refs = wb_call_store_list (db, &query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < refs->len; i++) {
    g_ptr_array_add (calls,
                     wb_call_store_get_row (db, g_array_index (refs, WbCallRef, i).rowid, &error));
    g_assert_no_error (error);
  }
  g_assert_cmpuint (calls->len, >, 20);

  text = export_calls (self, calls, "All Calls", GTK_PAPER_NAME_A4);
  for (guint i = 0; i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);

    g_test_message ("%s", call->ticket_code);
    g_assert_nonnull (strstr (text, call->ticket_code));
  }
  g_assert_nonnull (strstr (text, "order "));
}

static void
test_unwritable (AppFixture    *self,
                 gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = make_calls (1);
  g_autofree char *path = g_build_filename (self->root, "missing", "calls.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (wb_call_sheet_export (self->context, calls, "Late", path, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, GTK_PRINT_ERROR);
}

static void
test_usual_paper (AppFixture    *self,
                  gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = make_calls (1);
  g_autofree char *path = g_build_filename (self->root, "usual.pdf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_call_sheet_export (self->context, calls, "Late", path, &error));
  g_assert_no_error (error);
  text = read_pdf (path);
  g_assert_nonnull (strstr (text, "Customer 0"));
}

static GtkWindow *
find_print_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (g_str_equal (G_OBJECT_TYPE_NAME (window), "GtkPrintUnixDialog"))
      return window;
  }

  return NULL;
}

static gboolean
is_dialog_there (gpointer data)
{
  return find_print_dialog () && gtk_widget_get_mapped (GTK_WIDGET (find_print_dialog ()));
}

static gboolean
is_dialog_gone (gpointer data)
{
  return find_print_dialog () == NULL;
}

/* The dialog stands above the window, and going away from it prints nothing and says nothing. */
static void
test_dialog (AppFixture    *self,
             gconstpointer  data)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  g_autoptr (GPtrArray) calls = make_calls (2);
  GtkWindow *dialog = NULL;

  gtk_window_present (parent);
  wb_call_sheet_print (parent, self->context, calls, "Late");
  app_wait_until (is_dialog_there, NULL);
  dialog = find_print_dialog ();
  g_assert_true (gtk_window_get_transient_for (dialog) == parent);
  g_assert_true (gtk_window_get_modal (dialog));

  gtk_window_close (dialog);
  app_wait_until (is_dialog_gone, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);
  g_assert_cmpuint (calls->len, ==, 2);
  gtk_window_destroy (parent);
}

int
main (int   argc,
      char *argv[])
{
  static const struct {
    const char *path;
    void (*test) (AppFixture *, gconstpointer);
  } tests[] = {
    { "/wb/app/call-sheet/counts", test_counts },
    { "/wb/app/call-sheet/words", test_words },
    { "/wb/app/call-sheet/one-group", test_one_group },
    { "/wb/app/call-sheet/long-names", test_long_names },
    { "/wb/app/call-sheet/demo-calls", test_demo_calls },
    { "/wb/app/call-sheet/unwritable", test_unwritable },
    { "/wb/app/call-sheet/usual-paper", test_usual_paper },
    { "/wb/app/call-sheet/dialog", test_dialog },
  };

  g_test_init (&argc, &argv, NULL);
  adw_init ();

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, AppFixture, NULL, app_fixture_set_up, tests[i].test,
                app_fixture_tear_down);

  return g_test_run ();
}
