/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A page of statistics under the stop-watch, in the real window, on a workspace of bench-stats. Prints one line of
 * JSON.
 *
 *   bench-stats-page open PAGE FOLDER      it opens, for the first time and again
 *   bench-stats-page period PAGE FOLDER    another period, until its numbers are painted
 *
 * PAGE is banners or results. A time ends with the frame after which nothing in sight changes any more, neither a text
 * or a picture nor the place of one, nor what a chart shows: whatever comes later would count. What is scrolled out of
 * sight is not looked at; it may follow in the frames after. Beside each time on the wall stands what the main thread
 * worked in it, without this program's own looking. */

#include "config.h"

#include "bench-common.h"

#include "wb-chart.h"
#include "wb-period-button.h"
#include "wb-window.h"

#include <stdio.h>
#include <time.h>

#define N_AGAIN 20
#define N_PERIODS_ASKED 60
#define SETTLE_MS 1500
/* Nothing changes for so long: all is there. */
#define QUIET_MS 250
/* Nor does the first one come any more: a busy machine takes its time. */
#define PATIENCE_MS 3000
#define TOO_LONG_MS 20000

typedef struct
{
  const char *mode;
  const char *page;
  const char *folder;
  AdwApplication *app;
  GtkWindow *window;
  WbContext *context;
  GString *json;
  guint shown;             /* of what is in sight, when it last changed */
  double looked_ms;        /* what looking cost */
  gint64 shown_usec;       /* the frame that showed them */
  double shown_work;
  guint n_shown;           /* how often they did */
  GArray *times;           /* (element-type double) */
  GArray *works;           /* (element-type double) */
} Bench;

static double
get_worked_ms (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1000000;
}

static guint
sum_widget (GtkWidget             *widget,
            const graphene_rect_t *bounds)
{
  guint sum = (guint) (bounds->origin.x * 31 + bounds->origin.y);

  if (GTK_IS_LABEL (widget))
    return sum * 31 + g_str_hash (gtk_label_get_text (GTK_LABEL (widget)));
  if (WB_IS_CHART_CARD (widget) && wb_chart_card_get_data (WB_CHART_CARD (widget)))
    return sum * 31 + g_str_hash (wb_chart_card_get_data (WB_CHART_CARD (widget))->summary);
  if (GTK_IS_PICTURE (widget))
    return sum * 31 + (gtk_picture_get_paintable (GTK_PICTURE (widget)) != NULL);

  return 0;
}

/* All that is to be seen, as one number. */
static guint
sum_sight (GtkWidget             *widget,
           GtkWidget             *window,
           const graphene_rect_t *sight,
           guint                  sum)
{
  graphene_rect_t bounds;
  graphene_rect_t seen;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_compute_bounds (widget, window, &bounds) ||
      !graphene_rect_intersection (&bounds, sight, &seen))
    return sum;
  sum = sum * 31 + sum_widget (widget, &bounds);
  /* What hangs over its own widget is seen, unless that is what cuts it off. */
  if (!GTK_IS_VIEWPORT (widget) && !GTK_IS_SCROLLABLE (widget))
    seen = *sight;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    sum = sum_sight (child, window, &seen, sum);

  return sum;
}

static void
after_paint_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  gint64 usec = g_get_monotonic_time ();
  double looking = get_worked_ms ();
  double work = looking - bench->looked_ms;
  GtkWidget *window = GTK_WIDGET (bench->window);
  graphene_rect_t sight =
    GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (window), (float) gtk_widget_get_height (window));
  guint sum = sum_sight (window, window, &sight, 1);

  bench->looked_ms += get_worked_ms () - looking;
  if (sum == bench->shown)
    return;
  bench->shown = sum;
  bench->shown_usec = usec;
  bench->shown_work = work;
  bench->n_shown++;
}

/* Until something was painted since, and nothing came after. FALSE = there was nothing to paint. */
static gboolean
wait_shown (Bench *bench)
{
  gint64 start = g_get_monotonic_time ();

  for (;;) {
    gint64 now = g_get_monotonic_time ();
    gint64 quiet_ms = bench->n_shown > 0 ? QUIET_MS : PATIENCE_MS;

    if (now - MAX (start, bench->shown_usec) > quiet_ms * 1000)
      return bench->n_shown > 0;
    if (now - start > TOO_LONG_MS * G_GINT64_CONSTANT (1000))
      g_error ("the page never comes to rest");
    g_main_context_iteration (NULL, TRUE);
  }
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

typedef void (*Act) (Bench *bench, guint index);

/* FALSE = nothing else is shown by it. */
static gboolean
time_act (Bench *bench,
          Act    act,
          guint  index)
{
  double work = get_worked_ms () - bench->looked_ms;
  gint64 start = g_get_monotonic_time ();
  double ms = 0;

  bench->n_shown = 0;
  act (bench, index);
  if (!wait_shown (bench))
    return FALSE;
  ms = (double) (bench->shown_usec - start) / 1000;
  work = bench->shown_work - work;
  g_array_append_val (bench->times, ms);
  g_array_append_val (bench->works, work);

  return TRUE;
}

/* Tells times and works, and forgets them. */
static void
tell (Bench      *bench,
      const char *name)
{
  GArray *values[] = { bench->times, bench->works };
  static const char *const units[] = { "time", "work" };
  static const int shares[] = { 50, 99 };

  for (guint u = 0; u < G_N_ELEMENTS (units); u++) {
    for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
      g_string_append_printf (bench->json, "%s\"%s_%s_p%d_ms\": %.3f", bench->json->len > 0 ? ", " : "", name, units[u],
                              shares[i], bench_percentile (values[u], shares[i] / 100.0));
    g_array_set_size (values[u], 0);
  }
}

static void
show_it (Bench *bench,
         guint  index)
{
  wb_window_show_page (WB_WINDOW (bench->window), bench->page);
}

static void
show_other (Bench *bench)
{
  wb_window_show_page (WB_WINDOW (bench->window), "connections");
  bench->n_shown = 0;
  wait_shown (bench);
}

static void
time_opening (Bench *bench)
{
  show_other (bench);
  g_assert_true (time_act (bench, show_it, 0));
  tell (bench, "first");
  for (guint i = 0; i < N_AGAIN; i++) {
    show_other (bench);
    g_assert_true (time_act (bench, show_it, 0));
  }
  tell (bench, "again");
}

static void
choose_period (Bench *bench,
               guint  index)
{
  static const WbPeriodKind kinds[] = { WB_PERIOD_YEAR, WB_PERIOD_30_DAYS, WB_PERIOD_LAST_MONTH, WB_PERIOD_90_DAYS,
                                        WB_PERIOD_7_DAYS };
  GtkWidget *page = wb_window_get_page (WB_WINDOW (bench->window), bench->page);
  GtkWidget *button = bench_find_widget (page, WB_TYPE_PERIOD_BUTTON, NULL);

  if (!button)
    g_error ("the page %s has no period", bench->page);
  wb_period_button_choose (WB_PERIOD_BUTTON (button), kinds[index % G_N_ELEMENTS (kinds)], NULL);
}

static void
time_periods (Bench *bench)
{
  show_it (bench, 0);
  wait_shown (bench);
  for (guint i = 0; i < N_PERIODS_ASKED; i++)
    g_assert_true (time_act (bench, choose_period, i));
  tell (bench, "period");
}

static gboolean
start_cb (gpointer data)
{
  Bench *bench = data;
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (bench->window));
  GdkFrameClock *clock = gdk_surface_get_frame_clock (gtk_native_get_surface (native));

  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  g_timeout_add (50, tick_cb, NULL);
  if (g_str_equal (bench->mode, "open"))
    time_opening (bench);
  else
    time_periods (bench);
  printf ("{%s}\n", bench->json->str);
  fflush (stdout);
  /* A workspace that was not closed would be checked at the next start. */
  wb_workspace_close (wb_context_get_workspace (bench->context));
  _exit (0);
}

static void
activate_cb (GApplication *app,
             Bench        *bench)
{
  bench->context = bench_open_context (bench->folder);
  bench->window = GTK_WINDOW (wb_window_new (ADW_APPLICATION (app)));
  wb_window_set_context (WB_WINDOW (bench->window), bench->context);
  gtk_window_set_default_size (bench->window, 1200, 800);
  gtk_window_present (bench->window);
  g_timeout_add (SETTLE_MS, start_cb, bench);
}

int
main (int    argc,
      char **argv)
{
  Bench bench = { 0 };

  g_assert_cmpint (argc, ==, 4);
  bench.mode = argv[1];
  bench.page = argv[2];
  bench.folder = argv[3];
  bench.times = g_array_new (FALSE, FALSE, sizeof (double));
  bench.works = g_array_new (FALSE, FALSE, sizeof (double));
  bench.json = g_string_new (NULL);
  bench.app = bench_new_app ();
  g_signal_connect (bench.app, "activate", G_CALLBACK (activate_cb), &bench);

  return g_application_run (G_APPLICATION (bench.app), 1, argv);
}
