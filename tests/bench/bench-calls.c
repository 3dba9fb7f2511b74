/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call queue under the stop-watch, in the real window on a real display. Prints one line of JSON.
 *
 *   bench-calls floor            an empty Adwaita window that draws itself anew at a key
 *   bench-calls queue FOLDER [N [PART...]]
 *                                the Calls page on a workspace made by bench-fill; with N only one Nth of the
 *                                keys, events and questions, and with PARTs (keys, held, taking, outcomes, events,
 *                                questions) only these, to try something out
 *
 * A key is pressed through the display server, as a person presses it, and its time ends with the first frame
 * in which anything is painted after the window has it: the frame clock also ticks without painting, once after
 * each key for one. Keys come one by one, when all that the last one set off is done (key_down, key_up, ...), and
 * 30 times a second, as they do when one is held down (key_held): there the card is not filled in between.
 * A filter's ends with the first frame after its rows have come. An
 * event is applied by another thread, as the feed's is; its time ends with the frame that shows it. Beside the time
 * stands what the main thread worked in it, which a busy machine changes little.
 *
 * With WB_BENCH_WORST=N in the environment the N worst of each kind are told step by step: after how many ms, and how
 * much work, the key had come, and each phase of each frame was over. */

#include "config.h"

#include "bench-common.h"

#include "wb-call-card.h"
#include "wb-call-list.h"
#include "wb-local-settings-store.h"
#include "wb-window.h"

#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <gdk/x11/gdkx.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_KEYS 100
#define N_FILTERS 30
#define N_EVENTS 50
#define SETTLE_MS 2500
/* Between two of anything, so that one does not pay for the other, and at another moment of a frame each time. */
#define PAUSE_MS 60
#define JITTER_MS 17
#define REPEAT_MS 33
#define TOO_LONG_MS 20000

typedef struct
{
  const char *mode;
  const char *folder;
  AdwApplication *app;
  GtkWindow *window;
  WbContext *context;      /* (nullable) */
  guint part;              /* one of so many, of everything */
  char **wanted;           /* (nullable) the parts to measure; NULL = all */
  Display *display;        /* our own connection, that presses keys */
  GtkWidget *list;         /* (unowned) (nullable) */
  WbCallCard *card;        /* (unowned) (nullable) */
  GRand *random;
  GArray *steps;           /* (owned) (element-type Step) of what is timed now */
  guint n_worst;           /* how many of each kind to tell step by step */
  gboolean paints;         /* the frame under way has something to paint */
  gint64 painted_usec;     /* the last frame that had */
  double painted_work;     /* what had been worked by then, ms */
  gint64 key_usec;         /* the last key that came */
  gint64 changed_usec;     /* the last change of the rows, or of the row that is watched */
  gboolean asks_anew;      /* only rows that come in place of others are such a change */
  GString *json;
} Bench;

/* On the way from what is timed to its end. */
typedef struct
{
  const char *name;
  gint64 usec;
  double work;
} Step;

/* One kind of thing that is timed again and again. */
typedef struct
{
  GArray *times;       /* (owned) (element-type double) ms */
  GArray *works;       /* (owned) (element-type double) ms that the main thread worked */
  GPtrArray *ways;     /* (owned) (element-type Way) what came of each, to tell the worst */
  gint64 start_usec;   /* of the one under way */
  double start_work;
} Timing;

static void
add_figures (Bench      *bench,
             const char *name,
             const char *unit,
             GArray     *values)
{
  static const int shares[] = { 50, 99 };

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    g_string_append_printf (bench->json, "%s\"%s_%s_p%d_ms\": %.3f", bench->json->len > 0 ? ", " : "", name, unit,
                            shares[i], bench_percentile (values, shares[i] / 100.0));
  g_printerr ("  %s %.1f / %.1f", unit, bench_percentile (values, 0.5), bench_percentile (values, 0.99));
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

static void
pause_between (Bench *bench)
{
  g_array_set_size (bench->steps, 0);
  pause_ms (PAUSE_MS + (guint) g_rand_int_range (bench->random, 0, JITTER_MS));
}

/* Until a frame has been painted after *@usec was set; FALSE = that does not come. */
static gboolean
wait_painted (Bench  *bench,
              gint64 *usec)
{
  gint64 end = g_get_monotonic_time () + TOO_LONG_MS * 1000;

  while (*usec == 0 || bench->painted_usec <= *usec) {
    if (g_get_monotonic_time () > end)
      return FALSE;
    g_main_context_iteration (NULL, TRUE);
  }

  return TRUE;
}

static double
get_worked_ms (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1000000;
}

typedef struct
{
  double time;
  char *words;   /* (owned) */
} Way;

static void
way_free (gpointer data)
{
  g_free (((Way *) data)->words);
  g_free (data);
}

static int
compare_ways (gconstpointer a,
              gconstpointer b)
{
  const Way *left = *(const Way *const *) a;
  const Way *right = *(const Way *const *) b;

  return (left->time < right->time) - (left->time > right->time);
}

static void
add_step (Bench      *bench,
          const char *name)
{
  Step step = { name, g_get_monotonic_time (), get_worked_ms () };

  if (bench->n_worst > 0)
    g_array_append_val (bench->steps, step);
}

static Timing
timing_init (void)
{
  return (Timing) { g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)),
                    g_ptr_array_new_with_free_func (way_free), 0, 0 };
}

static void
timing_start (Timing *self,
              Bench  *bench)
{
  self->start_work = get_worked_ms ();
  self->start_usec = g_get_monotonic_time ();
}

/* Up to the last frame. */
static void
timing_stop (Timing *self,
             Bench  *bench)
{
  double time = (double) (bench->painted_usec - self->start_usec) / 1000;
  double work = bench->painted_work - self->start_work;

  g_array_append_val (self->times, time);
  g_array_append_val (self->works, work);
  if (bench->n_worst > 0) {
    GString *words = g_string_new (NULL);
    Way *way = g_new0 (Way, 1);

    for (guint i = 0; i < bench->steps->len; i++) {
      const Step *step = &g_array_index (bench->steps, Step, i);

      g_string_append_printf (words, "  %s %.1f/%.1f", step->name, (double) (step->usec - self->start_usec) / 1000,
                              step->work - self->start_work);
    }
    way->time = time;
    way->words = g_string_free (words, FALSE);
    g_ptr_array_add (self->ways, way);
  }
}

static void
timing_tell (Timing     *self,
             Bench      *bench,
             const char *name)
{
  g_printerr ("%-14s", name);
  add_figures (bench, name, "time", self->times);
  add_figures (bench, name, "work", self->works);
  g_printerr ("\n");
  g_ptr_array_sort (self->ways, compare_ways);
  for (guint i = 0; i < MIN (bench->n_worst, self->ways->len); i++) {
    const Way *way = g_ptr_array_index (self->ways, i);

    g_printerr ("    %.1f:%s\n", way->time, way->words);
  }
  g_array_unref (self->times);
  g_array_unref (self->works);
  g_ptr_array_unref (self->ways);
}

static void
painted_cb (GdkFrameClock *clock,
            Bench         *bench)
{
  if (bench->paints) {
    bench->painted_usec = g_get_monotonic_time ();
    bench->painted_work = get_worked_ms ();
  }
  add_step (bench, bench->paints ? "painted" : "nothing to paint");
}

static void
paint_cb (GdkFrameClock *clock,
          Bench         *bench)
{
  bench->paints = TRUE;
}

static void
frame_begun_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  bench->paints = FALSE;
  add_step (bench, "frame");
}

static void
updated_cb (GdkFrameClock *clock,
            Bench         *bench)
{
  add_step (bench, "updated");
}

static void
laid_out_cb (GdkFrameClock *clock,
             Bench         *bench)
{
  add_step (bench, "laid-out");
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        Bench                 *bench)
{
  bench->key_usec = g_get_monotonic_time ();
  add_step (bench, "key");
  if (!bench->context)
    gtk_widget_queue_draw (GTK_WIDGET (bench->window));

  return FALSE;
}

static void
rows_changed_cb (GListModel *model,
                 guint       position,
                 guint       removed,
                 guint       added,
                 Bench      *bench)
{
  add_step (bench, "rows");
  /* Those out of view go before, and come after. */
  if (!bench->asks_anew || (removed > 0 && added > 0))
    bench->changed_usec = g_get_monotonic_time ();
}

static void
row_told_cb (WbRow      *row,
             GParamSpec *pspec,
             Bench      *bench)
{
  bench->changed_usec = g_get_monotonic_time ();
}

/* Wakes the loop when nothing else does, for wait_painted() to look at the time. */
static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
press (Bench  *bench,
       KeySym  key)
{
  KeyCode code = XKeysymToKeycode (bench->display, key);

  XTestFakeKeyEvent (bench->display, code, True, 0);
  XTestFakeKeyEvent (bench->display, code, False, 0);
  XFlush (bench->display);
}

/* @of_card: (nullable): until the call that is selected then is on the card, too. */
static void
time_key (Bench  *bench,
          KeySym  key,
          Timing *timing,
          Timing *of_card)
{
  WbActivity *before = of_card ? wb_call_card_get_call (bench->card) : NULL;
  gint64 changed_usec = 0;

  pause_between (bench);
  bench->key_usec = 0;
  timing_start (timing, bench);
  press (bench, key);
  if (!wait_painted (bench, &bench->key_usec))
    g_error ("a key was pressed and nothing was painted");
  timing_stop (timing, bench);
  if (!of_card)
    return;

  of_card->start_usec = timing->start_usec;
  of_card->start_work = timing->start_work;
  while (wb_call_card_get_call (bench->card) == before)
    g_main_context_iteration (NULL, TRUE);
  add_step (bench, "card");
  changed_usec = g_get_monotonic_time ();
  wait_painted (bench, &changed_usec);
  timing_stop (of_card, bench);
}

static void
time_keys (Bench      *bench,
           const char *name,
           KeySym      key,
           guint       n)
{
  g_autofree char *name_of_card = g_strconcat (name, "_card", NULL);
  Timing timing = timing_init ();
  Timing of_card = timing_init ();

  for (guint i = 0; i < MAX (1, n / bench->part); i++)
    time_key (bench, key, &timing, bench->card ? &of_card : NULL);
  timing_tell (&timing, bench, name);
  if (bench->card)
    timing_tell (&of_card, bench, name_of_card);
}

/* As a keyboard repeats a key that is held down. */
static void
time_held (Bench      *bench,
           const char *name,
           KeySym      key,
           guint       n)
{
  Timing timing = timing_init ();

  for (guint i = 0; i < MAX (1, n / bench->part); i++) {
    gint64 next_usec = g_get_monotonic_time () + REPEAT_MS * 1000;

    g_array_set_size (bench->steps, 0);
    bench->key_usec = 0;
    timing_start (&timing, bench);
    press (bench, key);
    if (!wait_painted (bench, &bench->key_usec))
      g_error ("a key was held down and nothing was painted");
    timing_stop (&timing, bench);
    while (g_get_monotonic_time () < next_usec)
      pause_ms (1);
  }
  timing_tell (&timing, bench, name);
}

/* To a call that nobody has, for a person to take. */
static void
go_to_free (Bench *bench)
{
  do {
    press (bench, XK_Down);
    pause_ms (300);
  } while (wb_call_card_get_call (bench->card)->assignee);
}

/* One call after the other is taken, and given back. */
static void
time_taking (Bench *bench,
             guint  n)
{
  Timing take = timing_init ();
  Timing give_back = timing_init ();

  for (guint i = 0; i < MAX (1, n / bench->part); i++) {
    go_to_free (bench);
    time_key (bench, XK_t, &take, NULL);
    pause_ms (200);
    time_key (bench, XK_g, &give_back, NULL);
  }
  timing_tell (&take, bench, "key_take");
  timing_tell (&give_back, bench, "key_give_back");
}

/* The rows of another question: @ask puts it. */
static void
time_rows (Bench      *bench,
           const char *name,
           void (*ask)(Bench *bench, guint i))
{
  Timing timing = timing_init ();

  bench->asks_anew = TRUE;
  for (guint i = 0; i < N_FILTERS / bench->part; i++) {
    pause_ms (200);
    pause_between (bench);
    bench->changed_usec = 0;
    timing_start (&timing, bench);
    ask (bench, i);
    if (!wait_painted (bench, &bench->changed_usec))
      g_error ("%s: the rows do not change", name);
    timing_stop (&timing, bench);
  }
  bench->asks_anew = FALSE;
  timing_tell (&timing, bench, name);
}

static void
ask_filter (Bench *bench,
            guint  i)
{
  static const char *const ids[] = { "filter_mine", "filter_free", "filter_all" };
  GtkWidget *button =
    bench_find_widget (GTK_WIDGET (bench->window), GTK_TYPE_TOGGLE_BUTTON, ids[i % G_N_ELEMENTS (ids)]);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

static void
ask_sort (Bench *bench,
          guint  i)
{
  static const char *const sorts[] = { "promise", "age", "next-try" };

  if (!gtk_widget_activate_action (bench->list, "queue.sort", "s", sorts[i % G_N_ELEMENTS (sorts)]))
    g_error ("no action sorts the queue");
}

static void
ask_type (Bench *bench,
          guint  i)
{
  static const char *const types[] = { "b1000001-0000-4000-8000-000000000002", "" };

  if (!gtk_widget_activate_action (bench->list, "queue.type", "s", types[i % G_N_ELEMENTS (types)]))
    g_error ("no action chooses a type of ticket");
}

static void
ask_search (Bench *bench,
            guint  i)
{
  static const char *const typed[] = { "osl", "lampa", "sklo", "kov", "20250012", "dub" };
  GtkWidget *entry = bench_find_widget (GTK_WIDGET (bench->window), GTK_TYPE_SEARCH_ENTRY, "search_entry");

  gtk_editable_set_text (GTK_EDITABLE (entry), typed[i % G_N_ELEMENTS (typed)]);
}

/* A call of the feed: what changes of it. */
typedef enum
{
  CHANGE_HOLDER,    /* a colleague takes it, or gives it back */
  CHANGE_TIME,      /* it is put off, and so moves */
  CHANGE_NEW,       /* a customer asks for one */
} Change;

typedef struct
{
  Bench *bench;
  Change change;
  char *id;          /* (owned) */
} Event;

static WbActivity *
change_call (const Event *event,
             WbActivity  *call)
{
  WbActivity *changed = wb_activity_copy (call);
  gint64 now = g_get_real_time () / 1000;

  changed->version++;
  switch (event->change) {
    case CHANGE_HOLDER:
      g_free (changed->assignee);
      changed->assignee = call->assignee ? NULL : g_strdup ("d1000002-0000-4000-8000-000000000000");
      break;
    case CHANGE_TIME:
      changed->due_at += 3 * WB_HOUR_MS;
      break;
    case CHANGE_NEW:
    default:
      g_free (changed->id);
      changed->id = g_uuid_string_random ();
      changed->due_at = now - 40 * WB_DAY_MS;
      break;
  }

  return changed;
}

static gpointer
apply_event (gpointer data)
{
  Event *event = data;
  WbWorkspace *workspace = wb_context_get_workspace (event->bench->context);
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  db = wb_workspace_begin (workspace, &error);
  g_assert_no_error (error);
  {
    g_autoptr (WbActivity) call = wb_call_store_get_server (db, event->id, &error);
    g_autoptr (WbActivity) changed = change_call (event, call);
    gboolean stored = FALSE;

    wb_call_store_apply (db, changed, &stored, &error);
    g_assert_no_error (error);
    g_assert_true (stored);
  }
  wb_workspace_commit (workspace, WB_TABLE_CALLS | WB_TABLE_SYNC, &error);
  g_assert_no_error (error);

  return NULL;
}

/* A row that can be seen. */
static WbRow *
get_row_in_view (Bench *bench,
                 guint  nth)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (bench->list)));
  g_autoptr (GObject) item = g_list_model_get_item (model, nth);

  g_assert_true (WB_IS_ROW (item));

  return WB_ROW (g_steal_pointer (&item));
}

static void
time_events (Bench      *bench,
             const char *name,
             Change      change)
{
  Timing timing = timing_init ();

  for (guint i = 0; i < N_EVENTS / bench->part; i++) {
    g_autoptr (WbRow) row = NULL;
    const WbActivity *call = NULL;
    Event event = { bench, change, NULL };
    GThread *thread = NULL;
    gulong told = 0;

    pause_ms (100);
    pause_between (bench);
    row = get_row_in_view (bench, 2 + i % 8);
    call = wb_row_get_record (row);
    event.id = g_strdup (call->id);
    bench->changed_usec = 0;
    if (change == CHANGE_HOLDER)
      told = g_signal_connect (row, "notify::record", G_CALLBACK (row_told_cb), bench);
    timing_start (&timing, bench);
    thread = g_thread_new ("feed", apply_event, &event);
    if (!wait_painted (bench, &bench->changed_usec))
      g_error ("%s: an event came and no row changed", name);
    g_thread_join (thread);
    timing_stop (&timing, bench);
    if (told != 0)
      g_signal_handler_disconnect (row, told);
    g_free (event.id);
  }
  timing_tell (&timing, bench, name);
}

/* An outcome: until anything of it is painted, until the next call is on the card, and until the list is read
 * without the call that is done. */
static void
time_outcomes (Bench *bench,
               guint  n)
{
  Timing painted = timing_init ();
  Timing next = timing_init ();
  Timing gone = timing_init ();

  for (guint i = 0; i < MAX (1, n / bench->part); i++) {
    gint64 changed_usec = 0;
    g_autofree char *done = NULL;

    pause_ms (400);
    pause_between (bench);
    done = g_strdup (wb_call_card_get_call (bench->card)->id);
    bench->key_usec = 0;
    bench->changed_usec = 0;
    timing_start (&painted, bench);
    next.start_usec = gone.start_usec = painted.start_usec;
    next.start_work = gone.start_work = painted.start_work;
    press (bench, XK_1);
    if (!wait_painted (bench, &bench->key_usec))
      g_error ("an outcome was chosen and nothing was painted");
    timing_stop (&painted, bench);
    while (g_str_equal (wb_call_card_get_call (bench->card)->id, done))
      g_main_context_iteration (NULL, TRUE);
    add_step (bench, "card");
    changed_usec = g_get_monotonic_time ();
    wait_painted (bench, &changed_usec);
    timing_stop (&next, bench);
    if (!wait_painted (bench, &bench->changed_usec))
      g_error ("an outcome was chosen and the call stays where it was");
    timing_stop (&gone, bench);
  }
  timing_tell (&painted, bench, "key_outcome");
  timing_tell (&next, bench, "next_call");
  timing_tell (&gone, bench, "done_call");
}

static gboolean
wants (Bench      *bench,
       const char *part)
{
  return !bench->wanted || !*bench->wanted || g_strv_contains ((const char *const *) bench->wanted, part);
}

static void
time_queue (Bench *bench)
{
  GListModel *model = NULL;

  bench->list = bench_find_widget (GTK_WIDGET (bench->window), GTK_TYPE_LIST_VIEW, "list_view");
  bench->card = WB_CALL_CARD (bench_find_widget (GTK_WIDGET (bench->window), WB_TYPE_CALL_CARD, NULL));
  g_assert_nonnull (bench->list);
  g_assert_nonnull (bench->card);
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (bench->list)));
  if (wants (bench, "keys")) {
    time_keys (bench, "key_down", XK_Down, N_KEYS);
    time_keys (bench, "key_up", XK_Up, N_KEYS);
  }
  if (wants (bench, "held"))
    time_held (bench, "key_held", XK_Down, N_KEYS);
  press (bench, XK_Home);
  if (wants (bench, "taking"))
    time_taking (bench, 20);
  if (wants (bench, "outcomes")) {
    g_signal_connect (model, "items-changed", G_CALLBACK (rows_changed_cb), bench);
    time_outcomes (bench, 20);
    g_signal_handlers_disconnect_by_func (model, rows_changed_cb, bench);
  }
  press (bench, XK_Home);
  if (wants (bench, "events"))
    time_events (bench, "event_holder", CHANGE_HOLDER);
  g_signal_connect (model, "items-changed", G_CALLBACK (rows_changed_cb), bench);
  if (wants (bench, "events")) {
    time_events (bench, "event_time", CHANGE_TIME);
    time_events (bench, "event_new", CHANGE_NEW);
  }
  if (wants (bench, "questions")) {
    time_rows (bench, "filter", ask_filter);
    time_rows (bench, "sort", ask_sort);
    time_rows (bench, "type", ask_type);
    time_rows (bench, "typed", ask_search);
  }
}

/* Calling is permitted at any time: which call comes next is not a matter of the hour this is run at. */
static void
permit_calling (WbContext *context)
{
  WbWorkspace *workspace = wb_context_get_workspace (context);
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  const WbHours hours = { 0x7f, 0, 24 * 60 };
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (workspace, &error);

  g_assert_no_error (error);
  g_array_set_size (settings->calling_hours, 0);
  g_array_append_val (settings->calling_hours, hours);
  wb_local_settings_store_put (db, settings, &error);
  g_assert_no_error (error);
  wb_workspace_commit (workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
}

static gboolean
start_cb (gpointer data)
{
  Bench *bench = data;
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (bench->window));
  GdkSurface *surface = gtk_native_get_surface (native);
  GdkFrameClock *clock = gdk_surface_get_frame_clock (surface);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (clock, "before-paint", G_CALLBACK (frame_begun_cb), bench);
  g_signal_connect_after (clock, "update", G_CALLBACK (updated_cb), bench);
  g_signal_connect_after (clock, "layout", G_CALLBACK (laid_out_cb), bench);
  g_signal_connect (clock, "paint", G_CALLBACK (paint_cb), bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (painted_cb), bench);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), bench);
  gtk_widget_add_controller (GTK_WIDGET (bench->window), keys);
  /* There is no window manager to give it. */
  XSetInputFocus (bench->display, gdk_x11_surface_get_xid (surface), RevertToParent, CurrentTime);
  XFlush (bench->display);
  g_timeout_add (100, tick_cb, NULL);
  pause_ms (500);

  if (bench->context)
    time_queue (bench);
  else
    time_keys (bench, "key", XK_Down, N_KEYS);
  printf ("{%s}\n", bench->json->str);
  fflush (stdout);
  /* The last key's deed is stored by then. */
  pause_ms (300);
  if (bench->context)
    wb_workspace_close (wb_context_get_workspace (bench->context));
  _exit (0);
}

static void
activate_cb (GApplication *app,
             Bench        *bench)
{
  if (bench->folder) {
    bench->context = bench_open_context (bench->folder);
    permit_calling (bench->context);
    bench->window = GTK_WINDOW (wb_window_new (ADW_APPLICATION (app)));
    wb_window_set_context (WB_WINDOW (bench->window), bench->context);
  } else {
    bench->window = GTK_WINDOW (adw_application_window_new (GTK_APPLICATION (app)));
    adw_application_window_set_content (ADW_APPLICATION_WINDOW (bench->window), adw_header_bar_new ());
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

  g_assert_cmpint (argc, >=, 2);
  bench.mode = argv[1];
  bench.folder = g_str_equal (bench.mode, "queue") && argc > 2 ? argv[2] : NULL;
  bench.part = argc > 3 ? (guint) MAX (1, atoi (argv[3])) : 1;
  bench.wanted = argc > 4 ? argv + 4 : NULL;
  bench.random = g_rand_new_with_seed (1);
  bench.json = g_string_new (NULL);
  bench.steps = g_array_new (FALSE, FALSE, sizeof (Step));
  bench.n_worst = (guint) MAX (0, atoi (g_getenv ("WB_BENCH_WORST") ? g_getenv ("WB_BENCH_WORST") : "0"));
  bench.display = XOpenDisplay (NULL);
  g_assert_nonnull (bench.display);
  bench.app = bench_new_app ();
  g_signal_connect (bench.app, "activate", G_CALLBACK (activate_cb), &bench);

  return g_application_run (G_APPLICATION (bench.app), 1, argv);
}
