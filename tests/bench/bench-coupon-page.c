/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Coupons page under the stop-watch, in the real window, on a workspace of bench-coupons. Each way of running
 * prints one line of JSON.
 *
 *   bench-coupon-page open FOLDER          the page opens, for the first time and again
 *   bench-coupon-page scroll FOLDER        its rows: wheel, page down, thumb
 *   bench-coupon-page floor FOLDER HEIGHT  the same of a bare list of the same rows in a space of the same height:
 *                                          ids in a vector, one drawn widget and one point read a row that is
 *                                          drawn, the best that was found (reference/floors.md 2)
 *   bench-coupon-page ask FOLDER           filters, orders and what is typed, until rows are painted
 *
 * Beside each time on the wall stands what the main thread worked in it, which a busy machine changes little. */

#include "config.h"

#include "bench-common.h"

#include "wb-coupon-filter-bar.h"
#include "wb-coupon-filter.h"
#include "wb-coupon-table.h"
#include "wb-window.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_AGAIN 30
#define WHEEL_STEPS 300
#define PAGE_STEPS 200
#define THUMB_STEPS 200
#define WHEEL_PX 120
#define SETTLE_MS 1500
#define PAUSE_MS 60
#define JITTER_MS 17
#define TOO_LONG_MS 20000
/* An answer that has the rows of the one before paints nothing. */
#define SAME_MS 2000
/* The cells of the floor prototype; as many as the page has room for in this window. */
#define FLOOR_CELLS 8
#define FLOOR_CELL_PX 116
#define FLOOR_PAD_Y 8

typedef struct
{
  const char *mode;
  const char *folder;
  int height;
  AdwApplication *app;
  GtkWindow *window;
  WbContext *context;      /* (nullable) */
  WbDb *floor_db;          /* (nullable) */
  GtkWidget *list;         /* (unowned) */
  GRand *random;
  GString *json;
  gint64 started_usec;     /* of the frame under way, 0 = none is timed */
  double started_work;
  gint64 painted_usec;     /* the last frame */
  double painted_work;     /* what had been worked by then, ms */
  gint64 changed_usec;     /* the last change of the rows, or of what stands in their place */
  GArray *times;           /* (element-type double) of the frames of the part that is running */
  GArray *works;           /* (element-type double) */
} Bench;

static double
get_worked_ms (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1000000;
}

static void
add_figure (Bench      *bench,
            const char *name,
            double      value)
{
  g_string_append_printf (bench->json, "%s\"%s\": %.3f", bench->json->len > 0 ? ", " : "", name, value);
}

/* Tells times and works, and forgets them. */
static void
tell (Bench      *bench,
      const char *name)
{
  static const int shares[] = { 50, 99 };
  GArray *values[] = { bench->times, bench->works };
  static const char *const units[] = { "time", "work" };

  g_printerr ("%-14s %4u", name, bench->times->len);
  for (guint u = 0; u < G_N_ELEMENTS (units); u++) {
    for (guint i = 0; i < G_N_ELEMENTS (shares); i++) {
      g_autofree char *figure = g_strdup_printf ("%s_%s_p%d_ms", name, units[u], shares[i]);
      double value = bench_percentile (values[u], shares[i] / 100.0);

      add_figure (bench, figure, value);
      g_printerr ("  %s p%d %.1f", units[u], shares[i], value);
    }
    g_array_set_size (values[u], 0);
  }
  g_printerr ("\n");
}

static void
add_timing (Bench  *bench,
            gint64  usec,
            double  work)
{
  double ms = (double) usec / 1000;

  g_array_append_val (bench->times, ms);
  g_array_append_val (bench->works, work);
}

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
pause_ms (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add (ms, wake_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* Wakes the loop when nothing else does, for those who wait to look at the time. */
static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Until a frame has been painted after *@usec was set; FALSE = that does not come in time. */
static gboolean
wait_painted (Bench  *bench,
              gint64 *usec,
              guint   most_ms)
{
  gint64 end = g_get_monotonic_time () + most_ms * (gint64) 1000;

  while (*usec == 0 || bench->painted_usec <= *usec) {
    if (g_get_monotonic_time () > end)
      return FALSE;
    g_main_context_iteration (NULL, TRUE);
  }

  return TRUE;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Bench         *bench)
{
  bench->started_usec = g_get_monotonic_time ();
  bench->started_work = get_worked_ms ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  bench->painted_usec = g_get_monotonic_time ();
  bench->painted_work = get_worked_ms ();
}

static void
changed_cb (Bench *bench)
{
  bench->changed_usec = g_get_monotonic_time ();
}

static GtkWidget *
find (Bench      *bench,
      GType       type,
      const char *id)
{
  GtkWidget *page = bench->context ? wb_window_get_page (WB_WINDOW (bench->window), "coupons") : NULL;
  GtkWidget *found = bench_find_widget (page ? page : GTK_WIDGET (bench->window), type, id);

  if (!found)
    g_error ("the page has no %s %s", g_type_name (type), id ? id : "");

  return found;
}

static guint
count_rows (Bench *bench)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (bench->list))));
}

/* Until all rows of the question are there, whose number is said then. */
static void
wait_settled (Bench *bench)
{
  GtkLabel *label = GTK_LABEL (find (bench, GTK_TYPE_LABEL, "count_label"));
  gint64 end = g_get_monotonic_time () + TOO_LONG_MS * (gint64) 1000;

  while (count_rows (bench) > 0 && *gtk_label_get_text (label) == '\0') {
    if (g_get_monotonic_time () > end)
      g_error ("the rows are never all there");
    g_main_context_iteration (NULL, TRUE);
  }
  pause_ms (PAUSE_MS + (guint) g_rand_int_range (bench->random, 0, JITTER_MS));
}

static void
show_page (Bench      *bench,
           const char *name)
{
  wb_window_show_page (WB_WINDOW (bench->window), name);
}

/* The first time its rows are read, again they are there. */
static void
time_opening (Bench *bench)
{
  GtkWidget *stack = find (bench, GTK_TYPE_STACK, "list_stack");
  double work = 0;
  gint64 start = 0;

  g_signal_connect_swapped (stack, "notify::visible-child", G_CALLBACK (changed_cb), bench);
  bench->changed_usec = 0;
  work = get_worked_ms ();
  start = g_get_monotonic_time ();
  show_page (bench, "coupons");
  if (!wait_painted (bench, &bench->changed_usec, TOO_LONG_MS))
    g_error ("the page does not open");
  add_timing (bench, bench->painted_usec - start, bench->painted_work - work);
  tell (bench, "first");
  /* All rows come in a moment. */
  pause_ms (SETTLE_MS);
  for (guint i = 0; i < N_AGAIN; i++) {
    show_page (bench, "connections");
    pause_ms (4 * PAUSE_MS);
    work = get_worked_ms ();
    start = g_get_monotonic_time ();
    show_page (bench, "coupons");
    wait_painted (bench, &start, TOO_LONG_MS);
    add_timing (bench, bench->painted_usec - start, bench->painted_work - work);
    pause_ms (PAUSE_MS);
  }
  tell (bench, "again");
}

/* Scrolling: one step in each frame's update phase; a frame is timed from before-paint to after-paint. */

typedef enum { PART_WHEEL, PART_PAGE, PART_THUMB, N_PARTS } Part;

typedef struct
{
  Bench *bench;
  Part part;
  guint left;
} Scroll;

static gboolean
scroll_tick_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       data)
{
  Scroll *scroll = data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));
  double page = gtk_adjustment_get_page_size (adjustment);
  double end = gtk_adjustment_get_upper (adjustment) - page;
  double value = gtk_adjustment_get_value (adjustment);

  if (scroll->part == PART_WHEEL)
    value += WHEEL_PX;
  else if (scroll->part == PART_PAGE)
    value += page;
  else
    value = g_rand_double (scroll->bench->random) * end;
  gtk_adjustment_set_value (adjustment, MIN (value, end));

  return G_SOURCE_CONTINUE;
}

static void
scrolled_cb (GdkFrameClock *clock,
             Scroll        *scroll)
{
  Bench *bench = scroll->bench;

  if (scroll->left == 0)
    return;
  add_timing (bench, g_get_monotonic_time () - bench->started_usec, get_worked_ms () - bench->started_work);
  scroll->left--;
}

static void
time_scrolling (Bench *bench)
{
  static const char *const names[] = { "wheel", "page", "thumb" };
  static const guint steps[] = { WHEEL_STEPS, PAGE_STEPS, THUMB_STEPS };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench->list);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (bench->list));

  add_figure (bench, "n_rows", count_rows (bench));
  add_figure (bench, "height", gtk_adjustment_get_page_size (adjustment));
  add_figure (bench, "row_height", gtk_adjustment_get_upper (adjustment) / MAX (1, count_rows (bench)));
  for (guint i = 0; i < N_PARTS; i++) {
    Scroll scroll = { bench, i, steps[i] };
    gulong painted = g_signal_connect_after (clock, "after-paint", G_CALLBACK (scrolled_cb), &scroll);
    guint moved = gtk_widget_add_tick_callback (bench->list, scroll_tick_cb, &scroll, NULL);

    while (scroll.left > 0)
      g_main_context_iteration (NULL, TRUE);
    gtk_widget_remove_tick_callback (bench->list, moved);
    g_signal_handler_disconnect (clock, painted);
    tell (bench, names[i]);
    pause_ms (4 * PAUSE_MS);
  }
}

/* Another question, until its first rows are painted. FALSE = they are those of the one before. */
static gboolean
time_question (Bench *bench,
               void (*ask)(Bench *bench, const char *action, const char *value),
               const char *action,
               const char *value)
{
  double work = 0;
  gint64 start = 0;

  wait_settled (bench);
  bench->changed_usec = 0;
  work = get_worked_ms ();
  start = g_get_monotonic_time ();
  ask (bench, action, value);
  if (!wait_painted (bench, &bench->changed_usec, SAME_MS))
    return FALSE;
  g_printerr ("  %s %s %.1f\n", action, value, (double) (bench->painted_usec - start) / 1000);
  add_timing (bench, bench->painted_usec - start, bench->painted_work - work);

  return TRUE;
}

static void
ask_action (Bench      *bench,
            const char *action,
            const char *value)
{
  GtkWidget *widget = bench->list;

  if (g_str_has_prefix (action, "filter."))
    widget = find (bench, WB_TYPE_COUPON_FILTER_BAR, NULL);
  if (!gtk_widget_activate_action (widget, action, "s", value))
    g_error ("there is no action %s", action);
}

/* Not timed: the rows have come some time after it. */
static void
put_sort (Bench      *bench,
          const char *sort)
{
  ask_action (bench, "coupons.sort", sort);
  pause_ms (SETTLE_MS);
}

static void
ask_typed (Bench      *bench,
           const char *action,
           const char *value)
{
  gtk_editable_set_text (GTK_EDITABLE (find (bench, GTK_TYPE_SEARCH_ENTRY, "search_entry")), value);
}

static void
time_filters (Bench      *bench,
              const char *sort)
{
  static const char *const filters[][2] = {
    { "filter.state", WB_COUPON_USED }, { "filter.state", WB_COUPON_EXPIRED }, { "filter.currency", "EUR" },
    { "filter.state", WB_COUPON_ACTIVE }, { "filter.state", "" }, { "filter.currency", "CZK" },
    { "filter.currency", "" }, { "filter.type", "b1000001-0000-4000-8000-000000000002" },
    { "filter.state", WB_COUPON_USED }, { "filter.type", "" },
    { "filter.store", "c1000001-0000-4000-8000-000000000001" }, { "filter.store", "" },
    { "filter.state", "" }, { "filter.by", "customer" }, { "filter.by", "d1000001-0000-4000-8000-000000000003" },
    { "filter.by", "" }, { "filter.period", WB_COUPON_PERIOD_YEAR }, { "filter.period", WB_COUPON_PERIOD_LAST_MONTH },
    { "filter.period", "" }, { "filter.state", WB_COUPON_FAILED }, { "filter.state", "" },
  };
  guint n_same = 0;

  put_sort (bench, sort);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    n_same += time_question (bench, ask_action, filters[i][0], filters[i][1]) ? 0 : 1;
  if (n_same > 3)
    g_error ("%u filters change nothing", n_same);
}

static void
time_sorts (Bench *bench)
{
  static const char *const sorts[] = { "expires", "value", "used", "created" };

  for (guint i = 0; i < 3 * G_N_ELEMENTS (sorts); i++)
    time_question (bench, ask_action, "coupons.sort", sorts[i % G_N_ELEMENTS (sorts)]);
  tell (bench, "sort");
}

/* Letter by letter, and all of it taken back at once. */
static void
time_typing (Bench      *bench,
             const char *name,
             const char *sort)
{
  static const char *const typed[] = { "2025000777", "nováková", "łukasz", "jana sv", "obj-00007", "601 12" };

  put_sort (bench, sort);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    for (guint length = 1; length <= (guint) g_utf8_strlen (typed[i], -1); length++) {
      g_autofree char *text = g_utf8_substring (typed[i], 0, length);

      if (!g_str_has_suffix (text, " "))
        time_question (bench, ask_typed, name, text);
    }
    time_question (bench, ask_typed, name, "");
  }
  if (bench->times->len < 20)
    g_error ("only %u of what is typed is answered", bench->times->len);
  tell (bench, name);
}

static void
time_questions (Bench *bench)
{
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (bench->list));

  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (changed_cb), bench);
  time_filters (bench, "created");
  time_filters (bench, "expires");
  tell (bench, "filter");
  time_sorts (bench);
  time_typing (bench, "typed", "created");
  time_typing (bench, "typed_by_end", "expires");
  time_typing (bench, "typed_by_value", "value");
}

/* The floor prototype. */

#define BENCH_TYPE_IDS (bench_ids_get_type ())
G_DECLARE_FINAL_TYPE (BenchIds, bench_ids, BENCH, IDS, GObject)
#define BENCH_TYPE_ID (bench_id_get_type ())
G_DECLARE_FINAL_TYPE (BenchId, bench_id, BENCH, ID, GObject)
#define BENCH_TYPE_ROW (bench_row_get_type ())
G_DECLARE_FINAL_TYPE (BenchRow, bench_row, BENCH, ROW, GtkWidget)

struct _BenchIds
{
  GObject parent_instance;

  GArray *ids;      /* (owned) (element-type gint64) */
};

struct _BenchId
{
  GObject parent_instance;

  gint64 id;
};

struct _BenchRow
{
  GtkWidget parent_instance;

  Bench *bench;
  gint64 id;
  int line;         /* height of a line, 0 = not measured */
};

static void bench_ids_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BenchIds, bench_ids, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, bench_ids_list_init))
G_DEFINE_FINAL_TYPE (BenchId, bench_id, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (BenchRow, bench_row, GTK_TYPE_WIDGET)

static GType
bench_ids_get_item_type (GListModel *model)
{
  return BENCH_TYPE_ID;
}

static guint
bench_ids_get_n_items (GListModel *model)
{
  return BENCH_IDS (model)->ids->len;
}

static gpointer
bench_ids_get_item (GListModel *model,
                    guint       position)
{
  BenchIds *self = BENCH_IDS (model);
  BenchId *item = NULL;

  if (position >= self->ids->len)
    return NULL;
  item = g_object_new (BENCH_TYPE_ID, NULL);
  item->id = g_array_index (self->ids, gint64, position);

  return item;
}

static void
bench_ids_list_init (GListModelInterface *iface)
{
  iface->get_item_type = bench_ids_get_item_type;
  iface->get_n_items = bench_ids_get_n_items;
  iface->get_item = bench_ids_get_item;
}

static void
bench_ids_finalize (GObject *object)
{
  g_array_unref (BENCH_IDS (object)->ids);

  G_OBJECT_CLASS (bench_ids_parent_class)->finalize (object);
}

static void
bench_ids_class_init (BenchIdsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bench_ids_finalize;
}

static void
bench_ids_init (BenchIds *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
bench_id_class_init (BenchIdClass *class)
{
}

static void
bench_id_init (BenchId *self)
{
}

static void
draw_cell (GtkWidget   *widget,
           GtkSnapshot *snapshot,
           const char  *text,
           int          cell)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  GdkRGBA color = { 0, 0, 0, 1 };

  pango_layout_set_width (layout, (FLOOR_CELL_PX - FLOOR_PAD_Y) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) cell * FLOOR_CELL_PX, FLOOR_PAD_Y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
bench_row_snapshot (GtkWidget   *widget,
                    GtkSnapshot *snapshot)
{
  BenchRow *self = BENCH_ROW (widget);
  gboolean has_row = FALSE;
  g_autoptr (WbStmt) stmt = wb_db_prepare (
    self->bench->floor_db,
    "SELECT code, (SELECT text FROM coupon_word WHERE n = state), amount || ' ' || (SELECT text FROM coupon_word"
    " WHERE n = currency), date (expires_at / 1000, 'unixepoch'), ticket_code || ' ' || ifnull ((SELECT customer_name"
    " FROM ticket WHERE ticket.id = coupon.ticket), ''), ifnull (date (used_at / 1000, 'unixepoch') || ' ' ||"
    " used_order_code, ''), ifnull (revenue, ''), date (created_at / 1000, 'unixepoch') FROM coupon WHERE row = ?1",
    NULL);

  g_assert (stmt);
  wb_stmt_bind_int64 (stmt, 1, self->id);
  if (!wb_stmt_step (stmt, &has_row, NULL) || !has_row)
    return;
  for (int i = 0; i < FLOOR_CELLS; i++) {
    const char *text = wb_stmt_get_text (stmt, i);

    if (text && *text != '\0')
      draw_cell (widget, snapshot, text, i);
  }
}

static void
bench_row_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  BenchRow *self = BENCH_ROW (widget);

  if (self->line == 0) {
    g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "X");

    pango_layout_get_pixel_size (layout, NULL, &self->line);
  }
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? 2 * FLOOR_PAD_Y + self->line : 200;
}

static void
bench_row_class_init (BenchRowClass *class)
{
  GTK_WIDGET_CLASS (class)->snapshot = bench_row_snapshot;
  GTK_WIDGET_CLASS (class)->measure = bench_row_measure;
}

static void
bench_row_init (BenchRow *self)
{
}

static void
set_up_floor_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item,
                 Bench                    *bench)
{
  BenchRow *row = g_object_new (BENCH_TYPE_ROW, NULL);

  row->bench = bench;
  gtk_list_item_set_child (item, GTK_WIDGET (row));
}

static void
bind_floor_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               Bench                    *bench)
{
  BenchRow *row = BENCH_ROW (gtk_list_item_get_child (item));

  row->id = BENCH_ID (gtk_list_item_get_item (item))->id;
  gtk_widget_queue_draw (GTK_WIDGET (row));
}

static GtkWidget *
make_floor (Bench *bench)
{
  g_autofree char *path = g_build_filename (bench->folder, "workspace.db", NULL);
  BenchIds *ids = g_object_new (BENCH_TYPE_IDS, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  g_autoptr (GError) error = NULL;

  bench->floor_db = wb_db_open (path, WB_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  stmt = wb_db_prepare (bench->floor_db, "SELECT row FROM coupon ORDER BY row DESC", &error);
  while (wb_stmt_step (stmt, &has_row, &error) && has_row) {
    gint64 row = wb_stmt_get_int64 (stmt, 0);

    g_array_append_val (ids->ids, row);
  }
  g_assert_no_error (error);
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_floor_cb), bench);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_floor_cb), bench);
  bench->list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (ids))), factory);
  /* Rows of the page's height. */
  gtk_widget_add_css_class (bench->list, "coupon-list");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), bench->list);
  gtk_widget_set_size_request (scrolled, -1, bench->height);
  gtk_widget_set_valign (scrolled, GTK_ALIGN_START);

  return scrolled;
}

static gboolean
start_cb (gpointer data)
{
  Bench *bench = data;
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (bench->window));
  GdkFrameClock *clock = gdk_surface_get_frame_clock (gtk_native_get_surface (native));

  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  g_timeout_add (100, tick_cb, NULL);
  if (g_str_equal (bench->mode, "open")) {
    time_opening (bench);
  } else if (bench->context) {
    show_page (bench, "coupons");
    pause_ms (SETTLE_MS);
    bench->list = wb_coupon_table_get_list (WB_COUPON_TABLE (find (bench, WB_TYPE_COUPON_TABLE, NULL)));
    wait_settled (bench);
    if (g_str_equal (bench->mode, "scroll"))
      time_scrolling (bench);
    else
      time_questions (bench);
  } else {
    time_scrolling (bench);
  }
  printf ("{%s}\n", bench->json->str);
  fflush (stdout);
  /* The window's own end is not what is measured; a workspace that was not closed would be checked at the next
   * start, which is. */
  if (bench->context)
    wb_workspace_close (wb_context_get_workspace (bench->context));
  _exit (0);
}

static void
activate_cb (GApplication *app,
             Bench        *bench)
{
  if (g_str_equal (bench->mode, "floor")) {
    bench->window = GTK_WINDOW (adw_application_window_new (GTK_APPLICATION (app)));
    adw_application_window_set_content (ADW_APPLICATION_WINDOW (bench->window), make_floor (bench));
  } else {
    bench->context = bench_open_context (bench->folder);
    bench->window = GTK_WINDOW (wb_window_new (ADW_APPLICATION (app)));
    wb_window_set_context (WB_WINDOW (bench->window), bench->context);
  }
  gtk_window_set_default_size (bench->window, 1200, 800);
  gtk_window_present (bench->window);
  g_timeout_add (SETTLE_MS, start_cb, bench);
}

int
main (int    argc,
      char **argv)
{
  Bench bench = { 0 };

  g_assert_cmpint (argc, >=, 3);
  bench.mode = argv[1];
  bench.folder = argv[2];
  bench.height = argc > 3 ? atoi (argv[3]) : 600;
  bench.random = g_rand_new_with_seed (1);
  bench.times = g_array_new (FALSE, FALSE, sizeof (double));
  bench.works = g_array_new (FALSE, FALSE, sizeof (double));
  bench.json = g_string_new (NULL);
  bench.app = bench_new_app ();
  g_signal_connect (bench.app, "activate", G_CALLBACK (activate_cb), &bench);

  return g_application_run (G_APPLICATION (bench.app), 1, argv);
}
