/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window under the stop-watch. Each way of running prints one line of JSON.
 *
 *   bench-window adw               an empty Adwaita window: the floor of start and memory
 *   bench-window start FOLDER      the real window on a workspace
 *   bench-window scroll FOLDER     its ticket list: wheel, page down, thumb
 *   bench-window scroll-floor FOLDER
 *                                  a bare list of as many rows: one drawn widget and one point
 *                                  read a row, the best that was found (reference/floors.md 2)
 *   bench-window search FOLDER     a key typed into the ticket search, until rows are painted
 *
 * The time of exec comes in WB_BENCH_START_USEC (CLOCK_MONOTONIC). */

#include "config.h"

#include "bench-common.h"
#include "wb-window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHEEL_STEPS 300
#define PAGE_STEPS 200
#define THUMB_STEPS 200
#define WHEEL_PX 120
#define SETTLE_MS 700

typedef struct
{
  const char *mode;
  const char *folder;
  AdwApplication *app;
  GtkWindow *window;
  WbContext *context;
  WbDb *floor_db;          /* (nullable) */
  gint64 start_usec;
  double first_frame_ms;
  GtkWidget *list;         /* (unowned) */
  GtkAdjustment *adjustment;
  gint64 frame_start_usec;
  GArray *frames;          /* (element-type double) of the running part */
  guint step;
  guint part;
  GRand *random;
  char *results[3];
  GtkEditable *entry;
  GArray *latencies;
  guint query;
  guint letters;
  gint64 typed_usec;
  gboolean rows_changed;
  GString *json;
} Bench;

static const char *queries[] = {
  "křeslo", "stůl", "lampa", "obj-2025-0423", "customer77", "modré", "sklad", "20250999", "polic", "židle",
};

static long
read_pss_kib (void)
{
  g_autofree char *text = NULL;
  const char *line = NULL;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  line = strstr (text, "\nPss:");

  return line ? atol (line + 5) : 0;
}

static void
finish (Bench *bench)
{
  printf ("{%s}\n", bench->json->str);
  fflush (stdout);
  /* The window's own end is not what is measured; but a workspace that was not closed is checked
   * page by page at the next start, which would be. */
  if (bench->context)
    wb_workspace_close (wb_context_get_workspace (bench->context));
  _exit (0);
}

static void
add_figure (Bench      *bench,
            const char *name,
            double      value)
{
  g_string_append_printf (bench->json, "%s\"%s\": %.3f", bench->json->len > 0 ? ", " : "", name, value);
}

/* Scrolling: one step in each frame's update phase; a frame is timed from before-paint to after-paint. */

static void
before_paint_cb (GdkFrameClock *clock,
                 Bench         *bench)
{
  bench->frame_start_usec = g_get_monotonic_time ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  double ms = (double) (g_get_monotonic_time () - bench->frame_start_usec) / 1000;

  if (bench->frame_start_usec > 0 && bench->step > 0)
    g_array_append_val (bench->frames, ms);
}

static gboolean
scroll_tick_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       data)
{
  static const char *names[] = { "wheel", "page", "thumb" };
  static const guint steps[] = { WHEEL_STEPS, PAGE_STEPS, THUMB_STEPS };
  Bench *bench = data;
  double page = gtk_adjustment_get_page_size (bench->adjustment);
  double end = gtk_adjustment_get_upper (bench->adjustment) - page;
  double value = gtk_adjustment_get_value (bench->adjustment);

  if (bench->step == steps[bench->part]) {
    g_autofree char *p50 = g_strdup_printf ("%s_p50_ms", names[bench->part]);
    g_autofree char *p99 = g_strdup_printf ("%s_p99_ms", names[bench->part]);

    add_figure (bench, p50, bench_percentile (bench->frames, 0.5));
    add_figure (bench, p99, bench_percentile (bench->frames, 0.99));
    g_array_set_size (bench->frames, 0);
    bench->step = 0;
    if (++bench->part == G_N_ELEMENTS (names))
      finish (bench);
  }

  if (bench->part == 0)
    value += WHEEL_PX;
  else if (bench->part == 1)
    value += page;
  else
    value = g_rand_double (bench->random) * end;
  gtk_adjustment_set_value (bench->adjustment, MIN (value, end));
  bench->step++;

  return G_SOURCE_CONTINUE;
}

static gboolean
start_scrolling_cb (gpointer data)
{
  Bench *bench = data;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench->list);

  bench->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (bench->list));
  if (gtk_adjustment_get_upper (bench->adjustment) < 1000000)
    g_error ("the list is not full yet");
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  gtk_widget_add_tick_callback (bench->list, scroll_tick_cb, bench, NULL);

  return G_SOURCE_REMOVE;
}

/* Search: letter by letter; latency from the letter to the paint after the rows have changed. */

static gboolean type_letter_cb (gpointer data);

static void
search_painted_cb (GdkFrameClock *clock,
                   Bench         *bench)
{
  double ms;

  if (bench->typed_usec == 0 || !bench->rows_changed)
    return;
  ms = (double) (g_get_monotonic_time () - bench->typed_usec) / 1000;
  /* From the second letter on: one letter is answered, too, but asks for nearly everything. */
  if (bench->letters >= 2)
    g_array_append_val (bench->latencies, ms);
  bench->typed_usec = 0;
  g_timeout_add (60, type_letter_cb, bench);
}

static void
rows_changed_cb (GListModel *model,
                 guint       position,
                 guint       removed,
                 guint       added,
                 Bench      *bench)
{
  bench->rows_changed = TRUE;
}

static gboolean
give_up_letter_cb (gpointer data)
{
  Bench *bench = data;

  /* The same rows as before: nothing to paint, nothing to time. */
  if (bench->typed_usec != 0 && !bench->rows_changed) {
    bench->typed_usec = 0;
    type_letter_cb (bench);
  }

  return G_SOURCE_REMOVE;
}

static gboolean
type_letter_cb (gpointer data)
{
  Bench *bench = data;
  const char *query = queries[bench->query];
  g_autofree char *text = NULL;

  if (bench->letters == (guint) g_utf8_strlen (query, -1)) {
    bench->letters = 0;
    if (++bench->query == G_N_ELEMENTS (queries)) {
      add_figure (bench, "search_p50_ms", bench_percentile (bench->latencies, 0.5));
      add_figure (bench, "search_p99_ms", bench_percentile (bench->latencies, 0.99));
      finish (bench);
    }
    query = queries[bench->query];
  }
  text = g_utf8_substring (query, 0, ++bench->letters);
  bench->rows_changed = FALSE;
  bench->typed_usec = g_get_monotonic_time ();
  gtk_editable_set_text (bench->entry, text);
  g_timeout_add (500, give_up_letter_cb, bench);

  return G_SOURCE_REMOVE;
}

static gboolean
start_typing_cb (gpointer data)
{
  Bench *bench = data;
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (bench->list));

  bench->entry = GTK_EDITABLE (bench_find_widget (GTK_WIDGET (bench->window), GTK_TYPE_SEARCH_ENTRY, NULL));
  g_assert_nonnull (bench->entry);
  g_signal_connect (model, "items-changed", G_CALLBACK (rows_changed_cb), bench);
  g_signal_connect_after (gtk_widget_get_frame_clock (bench->list), "after-paint",
                          G_CALLBACK (search_painted_cb), bench);
  type_letter_cb (bench);

  return G_SOURCE_REMOVE;
}

/* The first frame, and what follows from the mode. */

static gboolean
settled_cb (gpointer data)
{
  Bench *bench = data;

  if (g_str_equal (bench->mode, "adw") || g_str_equal (bench->mode, "start")) {
    add_figure (bench, "first_frame_ms", bench->first_frame_ms);
    add_figure (bench, "pss_kib", read_pss_kib ());
    finish (bench);
  }
  if (bench->context) {
    wb_window_show_page (WB_WINDOW (bench->window), "tickets");
    gtk_widget_activate_action (GTK_WIDGET (bench->window), "win.search", NULL);
  }
  bench->mode = g_str_equal (bench->mode, "search") ? "type" : "move";

  return G_SOURCE_REMOVE;
}

static gboolean
ready_cb (gpointer data)
{
  Bench *bench = data;

  bench->list = bench_find_widget (GTK_WIDGET (bench->window), GTK_TYPE_LIST_VIEW, NULL);
  g_assert_nonnull (bench->list);
  if (g_str_equal (bench->mode, "type"))
    start_typing_cb (bench);
  else
    start_scrolling_cb (bench);

  return G_SOURCE_REMOVE;
}

static void
first_frame_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, bench);
  bench->first_frame_ms = (double) (g_get_monotonic_time () - bench->start_usec) / 1000;
  g_timeout_add (SETTLE_MS, settled_cb, bench);
  if (!g_str_equal (bench->mode, "adw") && !g_str_equal (bench->mode, "start"))
    g_timeout_add (3 * SETTLE_MS, ready_cb, bench);
}

/* The floor prototype of scrolling. */

#define BENCH_TYPE_ROW (bench_row_get_type ())
G_DECLARE_FINAL_TYPE (BenchRow, bench_row, BENCH, ROW, GtkWidget)

struct _BenchRow
{
  GtkWidget parent_instance;

  char *text;   /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (BenchRow, bench_row, GTK_TYPE_WIDGET)

static void
bench_row_snapshot (GtkWidget   *widget,
                    GtkSnapshot *snapshot)
{
  BenchRow *self = BENCH_ROW (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, self->text);
  GdkRGBA color = { 0, 0, 0, 1 };

  gtk_snapshot_append_layout (snapshot, layout, &color);
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
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? 56 : 200;
}

static void
bench_row_finalize (GObject *object)
{
  g_free (BENCH_ROW (object)->text);
  G_OBJECT_CLASS (bench_row_parent_class)->finalize (object);
}

static void
bench_row_class_init (BenchRowClass *class)
{
  GTK_WIDGET_CLASS (class)->snapshot = bench_row_snapshot;
  GTK_WIDGET_CLASS (class)->measure = bench_row_measure;
  G_OBJECT_CLASS (class)->finalize = bench_row_finalize;
}

static void
bench_row_init (BenchRow *self)
{
}

static void
setup_floor_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                gpointer                  data)
{
  gtk_list_item_set_child (item, g_object_new (BENCH_TYPE_ROW, NULL));
}

static void
bind_floor_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               Bench                    *bench)
{
  BenchRow *row = BENCH_ROW (gtk_list_item_get_child (item));
  GtkStringObject *object = gtk_list_item_get_item (item);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (bench->floor_db, "SELECT code || ' ' || customer_name || char (10) || "
                        "(products->>'$[0].name') FROM ticket WHERE row = ?1", NULL);
  wb_stmt_bind_int64 (stmt, 1, g_ascii_strtoll (gtk_string_object_get_string (object), NULL, 10));
  wb_stmt_step (stmt, &has_row, NULL);
  g_free (row->text);
  row->text = has_row ? wb_stmt_dup_text (stmt, 0) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (row));
}

static GtkWidget *
make_floor (Bench *bench)
{
  g_autofree char *path = g_build_filename (bench->folder, "workspace.db", NULL);
  GtkStringList *ids = gtk_string_list_new (NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  g_autoptr (GError) error = NULL;

  bench->floor_db = wb_db_open (path, WB_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  stmt = wb_db_prepare (bench->floor_db, "SELECT row FROM ticket ORDER BY row DESC", &error);
  while (wb_stmt_step (stmt, &has_row, &error) && has_row)
    gtk_string_list_append (ids, wb_stmt_get_text (stmt, 0));
  g_assert_no_error (error);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_floor_cb), bench);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_floor_cb), bench);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (ids))),
                                                    factory));

  return scrolled;
}

static void
activate_cb (GApplication *app,
             Bench        *bench)
{
  GtkNative *native = NULL;

  if (g_str_equal (bench->mode, "adw") || g_str_equal (bench->mode, "scroll-floor")) {
    bench->window = GTK_WINDOW (adw_application_window_new (GTK_APPLICATION (app)));
    adw_application_window_set_content (ADW_APPLICATION_WINDOW (bench->window),
                                        g_str_equal (bench->mode, "adw") ? adw_header_bar_new ()
                                                                         : make_floor (bench));
  } else {
    bench->context = bench_open_context (bench->folder);
    bench->window = GTK_WINDOW (wb_window_new (ADW_APPLICATION (app)));
    wb_window_set_context (WB_WINDOW (bench->window), bench->context);
  }
  gtk_window_set_default_size (bench->window, 1200, 800);
  gtk_window_present (bench->window);
  native = gtk_widget_get_native (GTK_WIDGET (bench->window));
  g_signal_connect_after (gdk_surface_get_frame_clock (gtk_native_get_surface (native)), "after-paint",
                          G_CALLBACK (first_frame_cb), bench);
}

int
main (int    argc,
      char **argv)
{
  Bench bench = { 0 };
  const char *start = g_getenv ("WB_BENCH_START_USEC");

  g_assert_cmpint (argc, >=, 2);
  bench.start_usec = start ? g_ascii_strtoll (start, NULL, 10) : g_get_monotonic_time ();
  bench.mode = argv[1];
  bench.folder = argc > 2 ? argv[2] : NULL;
  bench.random = g_rand_new_with_seed (1);
  bench.frames = g_array_new (FALSE, FALSE, sizeof (double));
  bench.latencies = g_array_new (FALSE, FALSE, sizeof (double));
  bench.json = g_string_new (NULL);
  bench.app = bench_new_app ();
  g_signal_connect (bench.app, "activate", G_CALLBACK (activate_cb), &bench);

  return g_application_run (G_APPLICATION (bench.app), 1, argv);
}
