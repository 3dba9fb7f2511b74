/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One thread for the whole process waits for all deadlines. When one passes it raises a flag and
 * cancels the call's own GCancellable, which is chained to the caller's: afterwards the flag tells
 * "took too long" from "a person cancelled". */

#include "config.h"

#include "wb-watch.h"

/* Outlives the watch when its source is being dispatched at that moment. */
typedef struct
{
  GCancellable *cancellable;  /* (owned) */
  int has_expired;            /* (atomic) */
} Shared;

struct _WbWatch
{
  Shared *shared;                 /* (owned) */
  GCancellable *user_cancellable; /* (owned) (nullable) */
  gulong user_id;
  GSource *source;                /* (owned) (nullable) */
};

static void
clear_shared (Shared *shared)
{
  g_object_unref (shared->cancellable);
}

static void
unref_shared (gpointer shared)
{
  g_atomic_rc_box_release_full (shared, (GDestroyNotify) clear_shared);
}

static gpointer
wait_for_deadlines (gpointer context)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);

  g_main_loop_run (loop);
  return NULL;
}

static GMainContext *
get_watch_context (void)
{
  static gsize context = 0;

  if (g_once_init_enter (&context)) {
    GMainContext *made = g_main_context_new ();

    g_thread_unref (g_thread_new ("wb-watch", wait_for_deadlines, made));
    g_once_init_leave (&context, (gsize) made);
  }
  return (GMainContext *) context;
}

static gboolean
deadline_passed_cb (gpointer data)
{
  Shared *shared = data;

  g_atomic_int_set (&shared->has_expired, TRUE);
  g_cancellable_cancel (shared->cancellable);
  return G_SOURCE_REMOVE;
}

static void
user_cancelled_cb (GCancellable *user_cancellable,
                   gpointer      data)
{
  Shared *shared = data;

  g_cancellable_cancel (shared->cancellable);
}

/**
 * wb_watch_new:
 * @user_cancellable: (nullable): what a person cancels the call with
 *
 * Starts watching a blocking call; no deadline runs before [func@wb_watch_arm]. Any thread, then
 * only that one.
 *
 * Returns: (transfer full): the watch
 */
WbWatch *
wb_watch_new (GCancellable *user_cancellable)
{
  WbWatch *self = g_new0 (WbWatch, 1);

  self->shared = g_atomic_rc_box_new0 (Shared);
  self->shared->cancellable = g_cancellable_new ();
  if (user_cancellable) {
    self->user_cancellable = g_object_ref (user_cancellable);
    self->user_id = g_cancellable_connect (user_cancellable, G_CALLBACK (user_cancelled_cb),
                                           g_atomic_rc_box_acquire (self->shared), unref_shared);
  }
  return self;
}

static void
disarm (WbWatch *self)
{
  if (!self->source)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/**
 * wb_watch_free:
 * @self: a watch
 *
 * Ends the watching. Does not wait for the watching thread.
 */
void
wb_watch_free (WbWatch *self)
{
  disarm (self);
  if (self->user_cancellable) {
    g_cancellable_disconnect (self->user_cancellable, self->user_id);
    g_object_unref (self->user_cancellable);
  }
  unref_shared (self->shared);
  g_free (self);
}

/**
 * wb_watch_get_cancellable:
 * @self: a watch
 *
 * Returns: (transfer none): what to give to the watched call; cancelled by the person's one too
 */
GCancellable *
wb_watch_get_cancellable (WbWatch *self)
{
  return self->shared->cancellable;
}

/**
 * wb_watch_arm:
 * @self: a watch
 * @timeout_ms: from now; replaces the deadline set before
 *
 * Sets when the call has taken too long.
 */
void
wb_watch_arm (WbWatch *self,
              guint    timeout_ms)
{
  disarm (self);
  self->source = g_timeout_source_new (timeout_ms);
  g_source_set_callback (self->source, deadline_passed_cb,
                         g_atomic_rc_box_acquire (self->shared), unref_shared);
  g_source_attach (self->source, get_watch_context ());
}

/**
 * wb_watch_has_expired:
 * @self: a watch
 *
 * Returns: whether the deadline passed and cancelled the call
 */
gboolean
wb_watch_has_expired (WbWatch *self)
{
  return g_atomic_int_get (&self->shared->has_expired);
}
