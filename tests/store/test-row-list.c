/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The windowed list and the grouped call list: what they tell, what they keep. */

#include "config.h"

#include "wb-call-list.h"
#include "wb-row-list.h"

/* What the model told, one "position,removed,added" a change. */
typedef struct
{
  GListModel *model;
  GString *told;
  guint n_items;
} Listener;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  gpointer    data)
{
  Listener *listener = data;

  /* What it tells must add up at that very moment. */
  listener->n_items = listener->n_items - n_removed + n_added;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, listener->n_items);
  g_string_append_printf (listener->told, "%u,%u,%u;", position, n_removed, n_added);
}

static void
listen (Listener   *listener,
        GListModel *model)
{
  listener->model = model;
  listener->told = g_string_new (NULL);
  listener->n_items = g_list_model_get_n_items (model);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), listener);
}

static void
assert_told (Listener   *listener,
             const char *expected)
{
  g_assert_cmpstr (listener->told->str, ==, expected);
  g_string_truncate (listener->told, 0);
}

static void
stop_listening (Listener *listener)
{
  g_signal_handlers_disconnect_by_data (listener->model, listener);
  g_string_free (listener->told, TRUE);
}

/* Counts its calls in @data; ids above 900000 are gone. */
static gpointer
load_text (gint64   id,
           gpointer data)
{
  int *n_loads = data;

  (*n_loads)++;

  return id > 900000 ? NULL : g_strdup_printf ("row %" G_GINT64_FORMAT, id);
}

static GArray *
make_ids (const char *list)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (GStrv) parts = g_strsplit (list, " ", -1);

  for (guint i = 0; parts[i]; i++) {
    gint64 id = g_ascii_strtoll (parts[i], NULL, 10);

    if (*parts[i] != '\0')
      g_array_append_val (ids, id);
  }

  return ids;
}

static GArray *
make_range (gint64 from,
            gint64 to)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 id = from; id < to; id++)
    g_array_append_val (ids, id);

  return ids;
}

static void
set_range (WbRowList *list,
           gint64     from,
           gint64     to)
{
  g_autoptr (GArray) ids = make_range (from, to);

  wb_row_list_set_ids (list, ids);
}

static void
test_row_list_tells_the_least (void)
{
  const struct
  {
    const char *before;
    const char *after;
    const char *told;
  } cases[] = {
    { "", "", "" },
    { "", "1 2 3", "0,0,3;" },
    { "1 2 3", "", "0,3,0;" },
    { "1 2 3", "1 2 3", "" },
    { "1 2 3", "9 1 2 3", "0,0,1;" },
    { "1 2 3", "1 2 3 9", "3,0,1;" },
    { "1 2 3", "1 9 2 3", "1,0,1;" },
    { "1 2 3", "1 3", "1,1,0;" },
    { "1 2 3", "1 9 3", "1,1,1;" },
    { "1 2 3 4 5", "1 4 3 2 5", "1,3,3;" },
    { "1 2 3", "4 5 6 7", "0,3,4;" },
    { "1 1", "1", "1,1,0;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    int n_loads = 0;
    g_autoptr (WbRowList) list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
    g_autoptr (GArray) before = make_ids (cases[i].before);
    g_autoptr (GArray) after = make_ids (cases[i].after);
    Listener listener = { 0 };

    g_test_message ("%s -> %s", cases[i].before, cases[i].after);
    wb_row_list_set_ids (list, before);
    listen (&listener, G_LIST_MODEL (list));
    wb_row_list_set_ids (list, after);
    assert_told (&listener, cases[i].told);
    stop_listening (&listener);
    for (guint at = 0; at < after->len; at++)
      g_assert_cmpint (wb_row_list_get_id (list, at), ==, g_array_index (after, gint64, at));
    g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), after->len));
    g_assert_cmpint (n_loads, ==, 0);
  }
}

/* Of a hundred rows. */
static void
test_row_list_leaves_rows_between_alone (void)
{
  const struct
  {
    const char *gone;   /* from their places, */
    guint at;           /* and there, counted without them, */
    const char *come;   /* these are now */
    const char *told;
  } cases[] = {
    { "5", 99, "5", "4,1,0;99,0,1;" },          /* closed: to the end */
    { "100", 0, "100", "0,0,1;100,1,0;" },      /* reopened */
    { "5 6", 98, "5 6", "4,2,0;98,0,2;" },
    { "5", 99, "-5 5", "4,1,0;99,0,2;" },       /* under a header of its own */
    { "5 50", 98, "5 50", "4,1,0;48,1,0;98,0,2;" },
    { "50", 10, "999", "10,0,1;50,1,0;" },      /* one comes, one goes */
    { "50", 49, "999", "49,1,1;" },
    { "", 40, "999", "40,0,1;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    int n_loads = 0;
    g_autoptr (WbRowList) list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
    g_autoptr (GArray) gone = make_ids (cases[i].gone);
    g_autoptr (GArray) come = make_ids (cases[i].come);
    g_autoptr (GArray) after = make_range (1, 101);
    Listener listener = { 0 };

    for (guint n = 0; n < gone->len; n++)
      g_array_remove_index (after, (guint) g_array_index (gone, gint64, n) - n - 1);
    g_array_insert_vals (after, cases[i].at, come->data, come->len);
    g_test_message ("%s leave, %s come at %u", cases[i].gone, cases[i].come, cases[i].at);
    set_range (list, 1, 101);
    listen (&listener, G_LIST_MODEL (list));
    wb_row_list_set_ids (list, after);
    assert_told (&listener, cases[i].told);
    stop_listening (&listener);
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, after->len);
    for (guint at = 0; at < after->len; at++)
      g_assert_cmpint (wb_row_list_get_id (list, at), ==, g_array_index (after, gint64, at));
  }
}

/* Every tenth of a hundred rows is left: one change for a list view to work through, not ten. */
static void
test_row_list_tells_another_question_at_once (void)
{
  int n_loads = 0;
  g_autoptr (WbRowList) list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
  g_autoptr (GArray) tenth = make_ids ("1 11 21 31 41 51 61 71 81 91");
  Listener listener = { 0 };

  set_range (list, 1, 101);
  listen (&listener, G_LIST_MODEL (list));
  wb_row_list_replace_ids (list, tenth);
  assert_told (&listener, "0,100,10;");
  for (guint at = 0; at < tenth->len; at++)
    g_assert_cmpint (wb_row_list_get_id (list, at), ==, g_array_index (tenth, gint64, at));
  wb_row_list_replace_ids (list, tenth);
  assert_told (&listener, "");

  /* The same question after a change: each place for itself. */
  set_range (list, 1, 101);
  assert_told (&listener, "1,0,9;11,0,9;21,0,9;31,0,9;41,0,9;51,0,9;61,0,9;71,0,9;81,0,9;91,0,9;");
  wb_row_list_set_ids (list, tenth);
  assert_told (&listener, "1,9,0;2,9,0;3,9,0;4,9,0;5,9,0;6,9,0;7,9,0;8,9,0;9,9,0;10,9,0;");
  stop_listening (&listener);
}

/* @data has the ids as they were told. */
static void
follow_cb (GListModel *model,
           guint       position,
           guint       n_removed,
           guint       n_added,
           gpointer    data)
{
  GArray *followed = data;

  if (n_removed > 0)
    g_array_remove_range (followed, position, n_removed);
  for (guint i = position; i < position + n_added; i++) {
    gint64 id = wb_row_list_get_id (WB_ROW_LIST (model), i);

    g_array_insert_val (followed, i, id);
  }
  g_assert_cmpuint (followed->len, ==, g_list_model_get_n_items (model));
}

/* Of @ids some go, some move, some come. */
static GArray *
change_at_random (GArray *ids,
                  gint64 *new_id)
{
  GArray *changed = g_array_copy (ids);
  int n_changes = g_test_rand_int_range (0, 40);

  for (int i = 0; i < n_changes; i++) {
    guint from = (guint) g_test_rand_int_range (0, (int) changed->len);
    guint to = (guint) g_test_rand_int_range (0, (int) changed->len);
    gint64 id = g_array_index (changed, gint64, from);
    int what = g_test_rand_int_range (0, 3);

    if (what < 2)
      g_array_remove_index (changed, from);
    if (what == 2)
      id = (*new_id)++;
    if (what > 0)
      g_array_insert_val (changed, to, id);
  }

  return changed;
}

static void
test_row_list_tells_all_that_changed (void)
{
  int n_loads = 0;
  gint64 new_id = 1000;
  g_autoptr (WbRowList) list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
  g_autoptr (GArray) ids = make_range (1, 201);
  g_autoptr (GArray) followed = g_array_copy (ids);

  wb_row_list_set_ids (list, ids);
  g_signal_connect (list, "items-changed", G_CALLBACK (follow_cb), followed);
  for (int round = 0; round < 500; round++) {
    g_autoptr (GArray) before = ids->len < 100 ? make_range (1, 201) : g_steal_pointer (&ids);

    g_clear_pointer (&ids, g_array_unref);
    ids = change_at_random (before, &new_id);
    wb_row_list_set_ids (list, ids);
    g_assert_cmpmem (followed->data, followed->len * sizeof (gint64), ids->data,
                     ids->len * sizeof (gint64));
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, ids->len);
  }
}

static void
test_row_list_swaps_huge_queries_in_two_steps (void)
{
  int n_loads = 0;
  g_autoptr (WbRowList) list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
  Listener listener = { 0 };

  listen (&listener, G_LIST_MODEL (list));
  set_range (list, 1, 100001);
  assert_told (&listener, "0,0,100000;");
  set_range (list, 50000, 120000);
  assert_told (&listener, "0,100000,0;0,0,70000;");
  /* One more row in a huge list is a small change. */
  set_range (list, 49999, 120000);
  assert_told (&listener, "0,0,1;");
  set_range (list, 50000, 120000);
  assert_told (&listener, "0,1,0;");
  stop_listening (&listener);
}

static void
test_row_list_keeps_the_object_of_an_id (void)
{
  int n_loads = 0;
  g_autoptr (WbRowList) list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
  g_autoptr (GArray) moved = make_ids ("9 8 5 7");
  g_autoptr (WbRow) row = NULL;
  g_autoptr (WbRow) again = NULL;
  guint position = 0;

  set_range (list, 1, 10);
  row = g_list_model_get_item (G_LIST_MODEL (list), 4);
  g_assert_cmpint (wb_row_get_id (row), ==, 5);
  g_assert_cmpint (n_loads, ==, 0);
  g_assert_cmpstr (wb_row_get_record (row), ==, "row 5");
  g_assert_cmpstr (wb_row_get_record (row), ==, "row 5");
  g_assert_cmpint (n_loads, ==, 1);

  wb_row_list_set_ids (list, moved);
  g_assert_true (wb_row_list_find (list, 5, &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_false (wb_row_list_find (list, 4, NULL));
  again = g_list_model_get_item (G_LIST_MODEL (list), 2);
  g_assert_true (again == row);
  g_assert_cmpint (n_loads, ==, 1);
}

static void
count_cb (guint *n_told)
{
  (*n_told)++;
}

/* The rows in view, which are somewhere in the middle, turn into the first ones of another question, in their
 * order. */
static void
test_row_list_turns_rows_in_view_into_others (void)
{
  const struct
  {
    const char *ids;
    const char *held;    /* what those at 40, 41 and 42 stand for then; - = nothing any more */
    guint n_told;
    const char *told;
  } cases[] = {
    { "500 501 502 503", "500 501 502", 3, "0,100,4;" },
    { "500 501", "500 501 -", 2, "0,100,2;" },
    /* What is there still stays what it is, wherever, and is not told. */
    { "42 500 41", "500 41 42", 1, "0,100,3;" },
    { "7 41 9 8", "7 41 9", 2, "0,100,4;" },
    { "9 7 8 6 42 5", "9 7 42", 2, "0,100,6;" },
    { "42 41", "- 41 42", 0, "0,100,2;" },
    /* One that is no row's is left out. */
    { "-1 500 -2 -3 501 41 -4 502", "500 41 501", 2, "0,100,8;" },
    /* All of these are there, and stay what they are. */
    { "1 2 3", "40 41 42", 0, "3,97,0;" },
    { "", "40 41 42", 0, "0,100,0;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    int n_loads = 0;
    g_autoptr (WbRowList) list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
    g_autoptr (GArray) ids = make_ids (cases[i].ids);
    g_auto (GStrv) held = g_strsplit (cases[i].held, " ", -1);
    Listener listener = { 0 };
    guint n_told = 0;

    g_test_message ("%s", cases[i].ids);
    set_range (list, 1, 101);
    /* Asked for in another order than they stand, and one that nobody holds. */
    for (int at = 42; at >= 39; at--) {
      g_autoptr (WbRow) row = g_list_model_get_item (G_LIST_MODEL (list), at - 1);

      wb_row_get_record (row);
      g_signal_connect_swapped (row, "notify::record", G_CALLBACK (count_cb), &n_told);
      if (at > 39)
        g_ptr_array_insert (rows, 0, g_steal_pointer (&row));
    }
    listen (&listener, G_LIST_MODEL (list));
    wb_row_list_replace_ids (list, ids);
    assert_told (&listener, cases[i].told);
    g_assert_cmpuint (n_told, ==, cases[i].n_told);

    for (guint j = 0; held[j]; j++) {
      WbRow *row = g_ptr_array_index (rows, j);
      g_autofree char *record = g_strdup_printf ("row %s", held[j]);
      guint position = 0;

      if (g_str_equal (held[j], "-"))
        continue;
      g_assert_cmpint (wb_row_get_id (row), ==, g_ascii_strtoll (held[j], NULL, 10));
      g_assert_cmpstr (wb_row_get_record (row), ==, record);
      if (wb_row_list_find (list, wb_row_get_id (row), &position)) {
        g_autoptr (WbRow) there = g_list_model_get_item (G_LIST_MODEL (list), position);

        g_assert_true (there == row);
      }
    }
    /* Each row there is has what it stands for, and its own object. */
    for (guint j = 0; j < ids->len; j++) {
      g_autoptr (WbRow) row = g_list_model_get_item (G_LIST_MODEL (list), j);
      g_autofree char *record = g_strdup_printf ("row %" G_GINT64_FORMAT, g_array_index (ids, gint64, j));

      g_assert_cmpstr (wb_row_get_record (row), ==, record);
    }
    stop_listening (&listener);
  }
}

static void
test_row_list_keeps_few_but_never_two_of_one (void)
{
  int n_loads = 0;
  g_autoptr (WbRowList) list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
  g_autoptr (WbRow) held = NULL;
  WbRow *dropped = NULL;
  gpointer weak = NULL;

  set_range (list, 1, 100001);
  held = g_list_model_get_item (G_LIST_MODEL (list), 0);
  dropped = g_list_model_get_item (G_LIST_MODEL (list), 1);
  weak = dropped;
  g_object_add_weak_pointer (G_OBJECT (dropped), &weak);
  g_object_unref (dropped);
  g_assert_nonnull (weak);
  for (guint i = 2; i < 5000; i++) {
    g_autoptr (WbRow) row = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_assert_cmpint (wb_row_get_id (row), ==, i + 1);
  }
  g_assert_cmpuint (wb_row_list_get_n_kept (list), ==, 1024);
  g_assert_null (weak);
  {
    g_autoptr (WbRow) again = g_list_model_get_item (G_LIST_MODEL (list), 0);

    g_assert_true (again == held);
  }
}

static void
count_notify_cb (GObject    *row,
                 GParamSpec *pspec,
                 gpointer    data)
{
  (*(int *) data)++;
}

static void
test_row_list_reloads_what_is_looked_at (void)
{
  int n_loads = 0;
  int n_notified = 0;
  g_autoptr (WbRowList) list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
  g_autoptr (WbRow) held = NULL;
  g_autoptr (WbRow) other = NULL;

  set_range (list, 1, 100);
  held = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_signal_connect (held, "notify::record", G_CALLBACK (count_notify_cb), &n_notified);
  wb_row_get_record (held);
  other = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_signal_connect (other, "notify::record", G_CALLBACK (count_notify_cb), &n_notified);
  g_assert_cmpint (n_loads, ==, 1);

  g_clear_object (&other);
  wb_row_list_reload (list);
  /* Nobody but the list holds the other one: silent, but read anew when asked. */
  g_assert_cmpint (n_notified, ==, 1);
  g_assert_cmpint (n_loads, ==, 1);
  g_assert_cmpstr (wb_row_get_record (held), ==, "row 1");
  g_assert_cmpint (n_loads, ==, 2);
  wb_row_list_reload_id (list, 1);
  wb_row_list_reload_id (list, 777);
  g_assert_cmpint (n_notified, ==, 2);
  wb_row_get_record (held);
  g_assert_cmpint (n_loads, ==, 3);
}

static void
test_row_outlives_its_list (void)
{
  int n_loads = 0;
  WbRowList *list = wb_row_list_new (load_text, g_free, &n_loads, NULL);
  g_autoptr (GArray) ids = make_ids ("1 2 900001");
  g_autoptr (WbRow) read = NULL;
  g_autoptr (WbRow) unread = NULL;
  g_autoptr (WbRow) gone = NULL;

  wb_row_list_set_ids (list, ids);
  read = g_list_model_get_item (G_LIST_MODEL (list), 0);
  unread = g_list_model_get_item (G_LIST_MODEL (list), 1);
  gone = g_list_model_get_item (G_LIST_MODEL (list), 2);
  g_assert_null (wb_row_get_record (gone));
  wb_row_get_record (read);
  g_assert_finalize_object (list);
  g_assert_cmpstr (wb_row_get_record (read), ==, "row 1");
  g_assert_null (wb_row_get_record (unread));
}

static gpointer
load_call (gint64   id,
           gpointer data)
{
  WbActivity *activity = wb_activity_new ();

  g_free (activity->id);
  activity->id = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  return activity;
}

/* "L1 L2 T3": group letter and row id. */
static GArray *
make_refs (const char *list)
{
  const char *letters = "LTWRC";
  GArray *refs = g_array_new (FALSE, FALSE, sizeof (WbCallRef));
  g_auto (GStrv) parts = g_strsplit (list, " ", -1);

  for (guint i = 0; parts[i]; i++) {
    if (*parts[i] != '\0') {
      WbCallRef ref = {
        .group = (WbCallGroup) (strchr (letters, parts[i][0]) - letters),
        .rowid = g_ascii_strtoll (parts[i] + 1, NULL, 10),
      };

      g_array_append_val (refs, ref);
    }
  }

  return refs;
}

static char *
describe (WbCallList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_assert_cmpint (WB_IS_CALL_HEADER (item), ==, wb_call_list_is_header (list, i));
    if (WB_IS_CALL_HEADER (item))
      g_string_append_printf (text, "[%s %u]",
                              wb_call_group_to_text (wb_call_header_get_group (WB_CALL_HEADER (item))),
                              wb_call_header_get_count (WB_CALL_HEADER (item)));
    else
      g_string_append_printf (text, "%s ",
                              ((WbActivity *) wb_row_get_record (WB_ROW (item)))->id);
  }

  return g_string_free (text, FALSE);
}

static void
test_call_list_groups_and_tells_the_least (void)
{
  const struct
  {
    const char *refs;
    const char *shown;
    const char *told;
  } steps[] = {
    { "L1 L2 T3 C4", "[late 2]1 2 [today 1]3 [closed 1]4 ", "0,0,7;" },
    { "L1 L2 T3 C4", "[late 2]1 2 [today 1]3 [closed 1]4 ", "" },
    { "L1 T3 C2 C4", "[late 1]1 [today 1]3 [closed 2]2 4 ", "2,4,4;" },
    { "L1 C2 C4", "[late 1]1 [closed 2]2 4 ", "2,2,0;" },
    { "L1 W7 C2 C4", "[late 1]1 [week 1]7 [closed 2]2 4 ", "2,0,2;" },
    { "", "", "0,7,0;" },
    { "R5", "[later 1]5 ", "0,0,2;" },
  };
  g_autoptr (WbCallList) list = wb_call_list_new (load_call, NULL, NULL);
  Listener listener = { 0 };

  listen (&listener, G_LIST_MODEL (list));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GArray) refs = make_refs (steps[i].refs);
    g_autofree char *shown = NULL;

    g_test_message ("%s", steps[i].refs);
    wb_call_list_set_refs (list, refs);
    assert_told (&listener, steps[i].told);
    shown = describe (list);
    g_assert_cmpstr (shown, ==, steps[i].shown);
  }
  stop_listening (&listener);
}

/* Both ends may be held back; headers count them all the same, and they come as additions. */
static void
test_call_list_shows_a_window (void)
{
  static const struct
  {
    gint64 around;
    guint size;
    const char *told;
    const char *shown;
    const char *widened_told;
    const char *widened;
    gboolean is_whole;
  } cases[] = {
    /* From the top, when the call is there, is not listed, or none is meant. */
    { 0, 2, "0,0,2;", "[late 3]1 ", "2,0,1;", "[late 3]1 2 ", FALSE },
    { 1, 2, "0,0,2;", "[late 3]1 ", "2,0,1;", "[late 3]1 2 ", FALSE },
    { 77, 2, "0,0,2;", "[late 3]1 ", "2,0,1;", "[late 3]1 2 ", FALSE },
    /* Around it, from the end on no further. */
    { 3, 3, "0,0,3;", "2 3 [today 1]", "3,0,1;0,0,1;", "1 2 3 [today 1]4 ", FALSE },
    { 5, 3, "0,0,3;", "4 [closed 1]5 ", "0,0,1;", "[today 1]4 [closed 1]5 ", FALSE },
    { 4, 6, "0,0,6;", "2 3 [today 1]4 [closed 1]5 ", "0,0,1;", "1 2 3 [today 1]4 [closed 1]5 ", FALSE },
    { 3, 7, "0,0,7;", "[late 3]1 2 3 [today 1]4 [closed 1]", "7,0,1;",
      "[late 3]1 2 3 [today 1]4 [closed 1]5 ", TRUE },
    /* All of it is all. */
    { 3, 8, "0,0,8;", "[late 3]1 2 3 [today 1]4 [closed 1]5 ", "",
      "[late 3]1 2 3 [today 1]4 [closed 1]5 ", TRUE },
    { 3, 0, "0,0,8;", "[late 3]1 2 3 [today 1]4 [closed 1]5 ", "",
      "[late 3]1 2 3 [today 1]4 [closed 1]5 ", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbCallList) list = wb_call_list_new (load_call, NULL, NULL);
    g_autoptr (GArray) refs = make_refs ("L1 L2 L3 T4 C5");
    Listener listener = { 0 };
    g_autofree char *shown = NULL;
    g_autofree char *widened = NULL;
    g_autofree char *again = NULL;

    g_test_message ("%u around %d", cases[i].size, (int) cases[i].around);
    listen (&listener, G_LIST_MODEL (list));
    wb_call_list_set_window (list, cases[i].around, cases[i].size);
    wb_call_list_set_refs (list, refs);
    assert_told (&listener, cases[i].told);
    shown = describe (list);
    g_assert_cmpstr (shown, ==, cases[i].shown);

    g_assert_cmpint (wb_call_list_widen (list, 1), ==, cases[i].is_whole);
    assert_told (&listener, cases[i].widened_told);
    widened = describe (list);
    g_assert_cmpstr (widened, ==, cases[i].widened);

    /* It is for one answer only. */
    wb_call_list_set_refs (list, refs);
    again = describe (list);
    g_assert_cmpstr (again, ==, "[late 3]1 2 3 [today 1]4 [closed 1]5 ");
    stop_listening (&listener);
  }
}

/* A window is for another question, which is told at once. */
static void
test_call_list_tells_a_window_at_once (void)
{
  g_autoptr (WbCallList) list = wb_call_list_new (load_call, NULL, NULL);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (WbCallRef));
  g_autoptr (GArray) tenth = g_array_new (FALSE, FALSE, sizeof (WbCallRef));
  Listener listener = { 0 };

  for (gint64 rowid = 1; rowid <= 100; rowid++) {
    WbCallRef ref = { WB_CALL_GROUP_LATE, rowid };

    g_array_append_val (all, ref);
    if (rowid % 10 == 1)
      g_array_append_val (tenth, ref);
  }
  wb_call_list_set_refs (list, all);
  listen (&listener, G_LIST_MODEL (list));
  wb_call_list_set_window (list, 0, 8);
  wb_call_list_set_refs (list, tenth);
  assert_told (&listener, "0,101,8;");
  stop_listening (&listener);
}

/* Both ends may go and come back; what stays is not touched, and headers count all. */
static void
test_call_list_shows_less (void)
{
  static const struct
  {
    guint position;
    guint n;
    const char *told;
    const char *shown;
    const char *widened_told;
  } cases[] = {
    { 0, 8, "", "[late 3]1 2 3 [today 1]4 [closed 1]5 ", "" },
    { 3, 0, "", "[late 3]1 2 3 [today 1]4 [closed 1]5 ", "" },
    { 0, 3, "3,5,0;", "[late 3]1 2 ", "3,0,5;" },
    { 6, 2, "0,6,0;", "[closed 1]5 ", "0,0,6;" },
    { 2, 4, "6,2,0;0,2,0;", "2 3 [today 1]4 ", "4,0,2;0,0,2;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbCallList) list = wb_call_list_new (load_call, NULL, NULL);
    g_autoptr (GArray) refs = make_refs ("L1 L2 L3 T4 C5");
    Listener listener = { 0 };
    g_autofree char *shown = NULL;
    g_autofree char *less = NULL;
    g_autofree char *again = NULL;

    g_test_message ("%u from %u", cases[i].n, cases[i].position);
    wb_call_list_set_refs (list, refs);
    listen (&listener, G_LIST_MODEL (list));
    wb_call_list_narrow (list, cases[i].position, cases[i].n);
    assert_told (&listener, cases[i].told);
    shown = describe (list);
    g_assert_cmpstr (shown, ==, cases[i].shown);

    /* Less of less: the first of what is there. */
    wb_call_list_narrow (list, 0, 1);
    less = describe (list);
    g_assert_true (g_str_has_prefix (shown, less));
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
    wb_call_list_widen (list, G_MAXUINT);
    wb_call_list_narrow (list, cases[i].position, cases[i].n);
    g_string_truncate (listener.told, 0);
    g_assert_true (wb_call_list_widen (list, G_MAXUINT));
    assert_told (&listener, cases[i].widened_told);
    wb_call_list_narrow (list, cases[i].position, cases[i].n);
    wb_call_list_set_refs (list, refs);
    again = describe (list);
    g_assert_cmpstr (again, ==, "[late 3]1 2 3 [today 1]4 [closed 1]5 ");
    stop_listening (&listener);
  }
}

static void
test_call_list_keeps_its_objects (void)
{
  g_autoptr (WbCallList) list = wb_call_list_new (load_call, NULL, NULL);
  g_autoptr (GArray) before = make_refs ("L1 L2 T3");
  g_autoptr (GArray) after = make_refs ("L2 T1 T3");
  g_autoptr (GObject) header = NULL;
  g_autoptr (GObject) header_after = NULL;
  g_autoptr (GObject) row = NULL;
  g_autoptr (GObject) row_after = NULL;
  int n_notified = 0;
  guint position = 0;

  wb_call_list_set_refs (list, before);
  header = g_list_model_get_item (G_LIST_MODEL (list), 0);
  row = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_signal_connect (header, "notify::count", G_CALLBACK (count_notify_cb), &n_notified);
  wb_call_list_set_refs (list, after);
  g_assert_cmpint (n_notified, ==, 1);
  header_after = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (header == header_after);
  g_assert_true (wb_call_list_find (list, 1, &position));
  g_assert_cmpuint (position, ==, 3);
  row_after = g_list_model_get_item (G_LIST_MODEL (list), position);
  g_assert_true (row == row_after);
}

static void
test_call_list_finds_the_nearest_row (void)
{
  g_autoptr (WbCallList) list = wb_call_list_new (load_call, NULL, NULL);
  g_autoptr (GArray) refs = make_refs ("L1 T2 T3");
  guint position = 0;
  const struct
  {
    guint from;
    guint to;
  } cases[] = { { 0, 1 }, { 1, 1 }, { 2, 3 }, { 4, 4 }, { 5, 4 }, { 99, 4 } };

  g_assert_false (wb_call_list_nearest_row (list, 0, &position));
  wb_call_list_set_refs (list, refs);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("from %u", cases[i].from);
    g_assert_true (wb_call_list_nearest_row (list, cases[i].from, &position));
    g_assert_cmpuint (position, ==, cases[i].to);
  }
  g_assert_false (wb_call_list_find (list, -1, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/store/row-list/tells-the-least", test_row_list_tells_the_least);
  g_test_add_func ("/wb/store/row-list/leaves-rows-between-alone",
                   test_row_list_leaves_rows_between_alone);
  g_test_add_func ("/wb/store/row-list/tells-another-question-at-once",
                   test_row_list_tells_another_question_at_once);
  g_test_add_func ("/wb/store/row-list/tells-all-that-changed", test_row_list_tells_all_that_changed);
  g_test_add_func ("/wb/store/row-list/swaps-huge-queries-in-two-steps",
                   test_row_list_swaps_huge_queries_in_two_steps);
  g_test_add_func ("/wb/store/row-list/keeps-the-object-of-an-id",
                   test_row_list_keeps_the_object_of_an_id);
  g_test_add_func ("/wb/store/row-list/turns-rows-in-view-into-others",
                   test_row_list_turns_rows_in_view_into_others);
  g_test_add_func ("/wb/store/row-list/keeps-few-but-never-two-of-one",
                   test_row_list_keeps_few_but_never_two_of_one);
  g_test_add_func ("/wb/store/row-list/reloads-what-is-looked-at",
                   test_row_list_reloads_what_is_looked_at);
  g_test_add_func ("/wb/store/row-list/row-outlives-its-list", test_row_outlives_its_list);
  g_test_add_func ("/wb/store/call-list/groups-and-tells-the-least",
                   test_call_list_groups_and_tells_the_least);
  g_test_add_func ("/wb/store/call-list/shows-a-window", test_call_list_shows_a_window);
  g_test_add_func ("/wb/store/call-list/tells-a-window-at-once", test_call_list_tells_a_window_at_once);
  g_test_add_func ("/wb/store/call-list/shows-less", test_call_list_shows_less);
  g_test_add_func ("/wb/store/call-list/keeps-its-objects", test_call_list_keeps_its_objects);
  g_test_add_func ("/wb/store/call-list/finds-the-nearest-row",
                   test_call_list_finds_the_nearest_row);

  return g_test_run ();
}
