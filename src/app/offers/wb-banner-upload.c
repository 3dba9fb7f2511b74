/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A new banner on its way; see wb-banner-upload.h. */

#include "config.h"

#include "wb-banner-upload.h"

#include "wb-remote-error.h"
#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

struct _WbBannerUpload
{
  GObject parent_instance;

  WbContext *context;         /* (owned) (nullable) until it is stopped */
  GCancellable *cancellable;  /* (owned) of what is being sent */
  WbBannerRequest *request;   /* (owned) (nullable) what was sent last */
  WbBanner *banner;           /* (owned) (nullable) what came of it */
  char *refusal;              /* (owned) (nullable) */
  WbUploadState state;
};

G_DEFINE_FINAL_TYPE (WbBannerUpload, wb_banner_upload, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
set_state (WbBannerUpload *self,
           WbUploadState   state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Whether it is sure that nothing was made. After trouble with the network, a reply that makes no
 * sense, or with our own disk, there may be a banner. */
static gboolean
is_refusal (const GError *error)
{
  if (error->domain == WB_REMOTE_ERROR)
    return !wb_remote_error_is_passing (error) && error->code != WB_REMOTE_ERROR_UNEXPECTED_REPLY;

  return error->domain == WB_IMAGE_ERROR || error->domain == WB_ACTION_ERROR;
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (WbBannerUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) banner = wb_sync_create_banner_finish (WB_SYNC (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (banner) {
    self->banner = g_steal_pointer (&banner);
    set_state (self, WB_UPLOAD_DONE);
  } else if (!is_refusal (error)) {
    set_state (self, WB_UPLOAD_UNCONFIRMED);
  } else {
    /* Nothing was made of it: what is sent next is another request, and may say something else. */
    g_free (self->refusal);
    self->refusal = g_strdup (error->message);
    g_clear_pointer (&self->request, wb_banner_request_unref);
    set_state (self, WB_UPLOAD_IDLE);
  }
}

static void
send_request (WbBannerUpload *self)
{
  g_clear_pointer (&self->refusal, g_free);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  wb_sync_create_banner_async (wb_context_get_sync (self->context), self->request,
                               self->cancellable, created_cb, g_object_ref (self));
  set_state (self, WB_UPLOAD_SENDING);
}

static void
wb_banner_upload_dispose (GObject *object)
{
  wb_banner_upload_stop (WB_BANNER_UPLOAD (object));

  G_OBJECT_CLASS (wb_banner_upload_parent_class)->dispose (object);
}

static void
wb_banner_upload_finalize (GObject *object)
{
  WbBannerUpload *self = WB_BANNER_UPLOAD (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->request, wb_banner_request_unref);
  g_clear_pointer (&self->banner, wb_banner_unref);
  g_free (self->refusal);

  G_OBJECT_CLASS (wb_banner_upload_parent_class)->finalize (object);
}

static void
wb_banner_upload_class_init (WbBannerUploadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_banner_upload_dispose;
  object_class->finalize = wb_banner_upload_finalize;

  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_BANNER_UPLOAD, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_banner_upload_init (WbBannerUpload *self)
{
}

/**
 * wb_banner_upload_new:
 * @context: the workspace
 *
 * Returns: (transfer full): an upload of nothing yet
 */
WbBannerUpload *
wb_banner_upload_new (WbContext *context)
{
  WbBannerUpload *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_BANNER_UPLOAD, NULL);
  self->context = g_object_ref (context);

  return self;
}

/**
 * wb_banner_upload_send:
 * @self: an upload that is idle
 * @picture: a picture that was judged
 * @words: name, alt text and period
 *
 * "changed" tells what comes of it.
 */
void
wb_banner_upload_send (WbBannerUpload  *self,
                       WbLoadedPicture *picture,
                       const WbBanner  *words)
{
  WbRandom *random = NULL;

  g_return_if_fail (WB_IS_BANNER_UPLOAD (self));
  g_return_if_fail (picture && words);
  g_return_if_fail (self->state == WB_UPLOAD_IDLE);

  if (!self->context || !wb_context_get_sync (self->context))
    return;

  random = wb_workspace_get_random (wb_context_get_workspace (self->context));
  g_clear_pointer (&self->request, wb_banner_request_unref);
  self->request = wb_banner_request_new ();
  self->request->file_name = g_strdup (picture->name);
  self->request->bytes = g_bytes_ref (picture->bytes);
  self->request->banner = wb_banner_copy (words);
  self->request->upload_key = wb_random_uuid (random);
  self->request->create_key = wb_random_uuid (random);
  send_request (self);
}

/**
 * wb_banner_upload_send_again:
 * @self: an upload that is not confirmed
 *
 * Asks once more, with the same request.
 */
void
wb_banner_upload_send_again (WbBannerUpload *self)
{
  g_return_if_fail (WB_IS_BANNER_UPLOAD (self));

  if (self->state == WB_UPLOAD_UNCONFIRMED && self->context)
    send_request (self);
}

/**
 * wb_banner_upload_give_up:
 * @self: an upload
 *
 * Asks no more. A banner that the server did make comes with the next synchronization.
 */
void
wb_banner_upload_give_up (WbBannerUpload *self)
{
  g_return_if_fail (WB_IS_BANNER_UPLOAD (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->request, wb_banner_request_unref);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->banner, wb_banner_unref);
  set_state (self, WB_UPLOAD_IDLE);
}

/**
 * wb_banner_upload_get_state:
 * @self: an upload
 *
 * Returns: how far it has come
 */
WbUploadState
wb_banner_upload_get_state (WbBannerUpload *self)
{
  g_return_val_if_fail (WB_IS_BANNER_UPLOAD (self), WB_UPLOAD_IDLE);

  return self->state;
}

/**
 * wb_banner_upload_get_refusal:
 * @self: an upload
 *
 * Returns: (nullable) (transfer none): why the last request was refused, in the server's words
 */
const char *
wb_banner_upload_get_refusal (WbBannerUpload *self)
{
  g_return_val_if_fail (WB_IS_BANNER_UPLOAD (self), NULL);

  return self->refusal;
}

/**
 * wb_banner_upload_get_name:
 * @self: an upload
 *
 * Returns: (nullable) (transfer none): the name of the banner that is on its way
 */
const char *
wb_banner_upload_get_name (WbBannerUpload *self)
{
  g_return_val_if_fail (WB_IS_BANNER_UPLOAD (self), NULL);

  return self->request ? self->request->banner->name : NULL;
}

/**
 * wb_banner_upload_get_banner:
 * @self: an upload
 *
 * Returns: (nullable) (transfer none): the banner, once it is done
 */
const WbBanner *
wb_banner_upload_get_banner (WbBannerUpload *self)
{
  g_return_val_if_fail (WB_IS_BANNER_UPLOAD (self), NULL);

  return self->banner;
}

/**
 * wb_banner_upload_stop:
 * @self: an upload
 *
 * Whoever waits for it goes: no answer is waited for any more.
 */
void
wb_banner_upload_stop (WbBannerUpload *self)
{
  g_return_if_fail (WB_IS_BANNER_UPLOAD (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
}
