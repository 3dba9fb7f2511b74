/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Paused messages; see reference/proven.md 2 for how they behave in libsoup. */

#include "config.h"

#include "wb-portal-wait.h"

#include <sys/socket.h>

#include "wb-api.h"
#include "wb-ledger-coupons.h"
#include "wb-portal-router.h"
#include "wb-portal-server.h"
#include "wb-portal-shops.h"
#include "wb-time.h"

/* How long a write waits for another program that writes, and how often it looks. */
#define LOCK_USEC (5 * G_USEC_PER_SEC)
#define LOCK_TRY_MS 10

/* Takes the request out of the list without freeing it. */
static WbPortalRequest *
steal_waiting (WbPortal        *portal,
               WbPortalRequest *request)
{
  guint index = 0;
  gboolean found = g_ptr_array_find (portal->waiting, request, &index);

  g_assert (found);

  return g_ptr_array_steal_index_fast (portal->waiting, index);
}

static void
finish_request (WbPortalRequest *request)
{
  g_autoptr (WbPortalRequest) owned = steal_waiting (request->portal, request);

  wb_portal_request_send (owned);
}

/* The connection broke, or the answer was written and we are late to know. */
static void
message_finished_cb (SoupServerMessage *message,
                     WbPortalRequest   *request)
{
  wb_portal_request_free (steal_waiting (request->portal, request));
}

static gboolean
socket_ready_cb (GSocket      *socket,
                 GIOCondition  condition,
                 gpointer      data)
{
  WbPortalRequest *request = data;
  char byte;
  gssize n = recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);

  /* Something to read is a client that talks on; what it says comes after this answer. */
  if (n > 0)
    return G_SOURCE_REMOVE;
  if (n < 0 && (condition & (G_IO_HUP | G_IO_ERR)) == 0)
    return G_SOURCE_CONTINUE;

  /* libsoup learns that the client is gone only by writing to it. */
  request->retry_after_secs = 1;
  wb_portal_request_refuse (request, 503, "maintenance", "The client went away.");
  finish_request (request);

  return G_SOURCE_REMOVE;
}

/* Answering takes a request out of the list, so each walk goes over a copy of it. */
static GPtrArray *
copy_waiting (WbPortal           *portal,
              WbPortalAnswerWhen  when)
{
  GPtrArray *copy = g_ptr_array_new ();

  for (guint i = 0; i < portal->waiting->len; i++) {
    WbPortalRequest *request = g_ptr_array_index (portal->waiting, i);

    if (when == WB_PORTAL_ANSWER_NOW || request->when == when)
      g_ptr_array_add (copy, request);
  }

  return copy;
}

void
wb_portal_wait_hand_over (WbPortalRequest *request)
{
  g_autoptr (GError) error = NULL;

  /* Left undone it is found at the next start, so the request need not fail for it. */
  if (!wb_portal_shops_add (request->portal->shops, request->coupon, &error))
    g_message ("Coupon %s waits for the next start: %s", request->coupon, error->message);
}

static int
compare_turns (gconstpointer a,
               gconstpointer b)
{
  const WbPortalRequest *x = *(WbPortalRequest *const *) a;
  const WbPortalRequest *y = *(WbPortalRequest *const *) b;

  return (x->turn > y->turn) - (x->turn < y->turn);
}

/* @request: one that waits for the lock. Whether it waits no more for that. */
static gboolean
try_again (WbPortalRequest *request)
{
  wb_portal_route_again (request);
  if (request->when == WB_PORTAL_ANSWER_ON_LOCK)
    return FALSE;
  if (request->when == WB_PORTAL_ANSWER_NOW)
    finish_request (request);
  else if (request->hand_over)
    wb_portal_wait_hand_over (request);

  return TRUE;
}

/* The lock of another program tells nobody when it goes. Those that wait for it have it in turn. */
static gboolean
try_again_cb (gpointer data)
{
  WbPortal *portal = data;
  g_autoptr (GPtrArray) requests = NULL;
  gboolean has_lock = TRUE;

  wb_portal_pass_time (portal, FALSE);
  requests = copy_waiting (portal, WB_PORTAL_ANSWER_ON_LOCK);
  g_ptr_array_sort (requests, compare_turns);
  for (guint i = 0; i < requests->len && has_lock; i++)
    has_lock = try_again (g_ptr_array_index (requests, i));
  wb_portal_rearm (portal);
  if (!has_lock)
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&portal->lock_source, g_source_unref);

  return G_SOURCE_REMOVE;
}

static void
arm_lock (WbPortal *portal)
{
  if (portal->lock_source)
    return;
  portal->lock_source = g_timeout_source_new (LOCK_TRY_MS);
  g_source_set_callback (portal->lock_source, try_again_cb, portal, NULL);
  g_source_attach (portal->lock_source, portal->context);
}

/**
 * wb_portal_wait_begin:
 * @request: a request that is to write
 *
 * Returns: whether the ledger is in a transaction now
 */
gboolean
wb_portal_wait_begin (WbPortalRequest *request)
{
  WbPortal *portal = request->portal;
  gboolean is_free = request->is_again || !portal->lock_source;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  if (is_free && wb_portal_try_begin (portal, &error))
    return TRUE;
  if ((error && !g_error_matches (error, WB_DB_ERROR, WB_DB_ERROR_BUSY)) ||
      (request->lock_until != 0 && now >= request->lock_until)) {
    wb_portal_request_fail (request, error);
    return FALSE;
  }

  request->when = WB_PORTAL_ANSWER_ON_LOCK;
  if (request->lock_until == 0) {
    request->lock_until = now + LOCK_USEC;
    request->turn = portal->n_turns++;
  }
  arm_lock (portal);

  return FALSE;
}

/**
 * wb_portal_wait_add:
 * @request: (transfer full): a request with `when` and `wait_until` set
 */
void
wb_portal_wait_add (WbPortalRequest *request)
{
  GSocket *socket = wb_portal_server_get_socket (request->message);

  request->paused = TRUE;
  soup_server_message_pause (request->message);
  request->finished_id = g_signal_connect (request->message, "finished",
                                           G_CALLBACK (message_finished_cb), request);
  if (socket) {
    request->watch = g_socket_create_source (socket, G_IO_IN | G_IO_HUP | G_IO_ERR, NULL);
    g_source_set_callback (request->watch, G_SOURCE_FUNC (socket_ready_cb), request, NULL);
    g_source_attach (request->watch, request->portal->context);
  }
  g_ptr_array_add (request->portal->waiting, request);
}

void
wb_portal_wait_tell_events (WbPortal *portal)
{
  g_autoptr (GPtrArray) requests = copy_waiting (portal, WB_PORTAL_ANSWER_ON_EVENT);

  for (guint i = 0; i < requests->len; i++) {
    WbPortalRequest *request = g_ptr_array_index (requests, i);

    if (wb_api_events_answer (request, FALSE))
      finish_request (request);
  }
}

void
wb_portal_wait_tell_coupon (WbPortal   *portal,
                            const char *coupon_id)
{
  g_autoptr (GPtrArray) requests = copy_waiting (portal, WB_PORTAL_ANSWER_ON_COUPON);

  for (guint i = 0; i < requests->len; i++) {
    WbPortalRequest *request = g_ptr_array_index (requests, i);

    if (g_str_equal (request->coupon, coupon_id) &&
        !(request->wants_disabled &&
          wb_ledger_disable_is_wanted (portal->ledger, coupon_id))) {
      wb_api_coupons_answer (request);
      finish_request (request);
    }
  }
}

static void
answer_late (WbPortalRequest *request)
{
  if (request->when == WB_PORTAL_ANSWER_ON_LOCK) {
    request->lock_until = 1;
    try_again (request);
    return;
  }
  if (request->when == WB_PORTAL_ANSWER_ON_EVENT)
    wb_api_events_answer (request, TRUE);
  else
    wb_api_coupons_answer (request);
  finish_request (request);
}

gint64
wb_portal_wait_pass_time (WbPortal *portal,
                          gint64    now)
{
  g_autoptr (GPtrArray) requests = copy_waiting (portal, WB_PORTAL_ANSWER_NOW);
  gint64 next = WB_TIME_NONE;

  for (guint i = 0; i < requests->len; i++) {
    WbPortalRequest *request = g_ptr_array_index (requests, i);

    if (request->when == WB_PORTAL_ANSWER_ON_LOCK)
      continue;
    if (request->wait_until <= now)
      answer_late (request);
    else if (next == WB_TIME_NONE || request->wait_until < next)
      next = request->wait_until;
  }

  return next;
}

void
wb_portal_wait_end (WbPortal *portal)
{
  g_autoptr (GPtrArray) requests = copy_waiting (portal, WB_PORTAL_ANSWER_NOW);

  if (portal->lock_source) {
    g_source_destroy (portal->lock_source);
    g_clear_pointer (&portal->lock_source, g_source_unref);
  }
  for (guint i = 0; i < requests->len; i++)
    answer_late (g_ptr_array_index (requests, i));
}
