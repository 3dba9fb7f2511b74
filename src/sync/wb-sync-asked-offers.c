/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager asks for and waits for: the earlier versions of settings, a new banner. Each as a
 * blocking function and as a GTask pair around it; see wb-sync-asked.c. */

#include "config.h"

#include "wb-sync-object.h"

#include <glib/gi18n-lib.h>

#include "wb-banner-store.h"
#include "wb-image-probe.h"
#include "wb-offer-history.h"
#include "wb-staff-actions.h"

static void
init_request (WbBannerRequest *self)
{
}

static void
clear_request (WbBannerRequest *self)
{
  g_free (self->file_name);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->banner, wb_banner_unref);
  g_free (self->upload_key);
  g_free (self->create_key);
  g_free (self->picture_id);
}

WB_DEFINE_RECORD (WbBannerRequest, wb_banner_request, init_request, clear_request)

static gboolean
check_offered (WbSync      *self,
               const char  *feature,
               GError     **error)
{
  g_autoptr (WbAccount) account = wb_sync_dup_account (self);

  if (account && wb_account_has_feature (account, feature))
    return TRUE;
  g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_OFFERED,
                       _ ("The connected helpdesk does not offer this"));

  return FALSE;
}

/**
 * wb_sync_fetch_versions:
 * @self: an engine
 * @type_id: a ticket type
 * @cancellable: (nullable): stops it
 *
 * Fetches all versions of a type's settings and stores them for wb_offer_history_list(). Blocking;
 * worker thread.
 *
 * Returns: `TRUE` if they are stored; `FALSE` with %WB_ACTION_ERROR_NOT_OFFERED, a %WB_REMOTE_ERROR
 *   or a %WB_DB_ERROR
 */
gboolean
wb_sync_fetch_versions (WbSync        *self,
                        const char    *type_id,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (GPtrArray) versions = NULL;
  WbHelpdesk *helpdesk = NULL;
  gboolean is_good = FALSE;
  WbDb *db = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (type_id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!check_offered (self, WB_FEATURE_VERSIONS, error))
    return FALSE;
  helpdesk = wb_sync_take_spare (self, cancellable, error);
  if (!helpdesk)
    return FALSE;
  versions = wb_helpdesk_get_versions (helpdesk, type_id, cancellable, error);
  is_good = wb_helpdesk_get_last (helpdesk)->status != 401;
  if (!wb_sync_requested (self, helpdesk, error))
    g_clear_pointer (&versions, g_ptr_array_unref);
  wb_sync_give_spare (self, helpdesk, is_good);
  if (!versions)
    return FALSE;
  db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_offer_history_put (db, type_id, versions, error),
                            WB_TABLE_OFFERS, error);
}

static void
fetch_versions_thread_cb (GTask        *task,
                          gpointer      source,
                          gpointer      data,
                          GCancellable *cancellable)
{
  GError *error = NULL;

  if (wb_sync_fetch_versions (source, data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * wb_sync_fetch_versions_async:
 * @self: an engine
 * @type_id: a ticket type
 * @cancellable: (nullable): stops it
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_fetch_versions() on a thread of its own.
 */
void
wb_sync_fetch_versions_async (WbSync              *self,
                              const char          *type_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_SYNC (self));
  g_return_if_fail (type_id);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_sync_fetch_versions_async);
  g_task_set_task_data (task, g_strdup (type_id), g_free);
  g_task_run_in_thread (task, fetch_versions_thread_cb);
}

/**
 * wb_sync_fetch_versions_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: as wb_sync_fetch_versions()
 */
gboolean
wb_sync_fetch_versions_finish (WbSync        *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
ensure_key (WbSync  *self,
            char   **key)
{
  if (!*key)
    *key = wb_random_uuid (wb_workspace_get_random (self->workspace));
}

/* Nothing when the upload is known to have worked. */
static gboolean
upload (WbSync           *self,
        WbHelpdesk       *helpdesk,
        WbBannerRequest  *request,
        const char       *mime_type,
        GCancellable     *cancellable,
        GError          **error)
{
  g_autoptr (WbPicture) picture = NULL;

  if (request->picture_id)
    return TRUE;
  ensure_key (self, &request->upload_key);
  picture = wb_helpdesk_upload_picture (helpdesk, request->file_name, mime_type, request->bytes,
                                        request->upload_key, cancellable, error);
  if (!wb_sync_requested (self, helpdesk, error) || !picture)
    return FALSE;
  request->picture_id = g_strdup (picture->id);

  return TRUE;
}

static WbBanner *
create (WbSync           *self,
        WbHelpdesk       *helpdesk,
        WbBannerRequest  *request,
        GCancellable     *cancellable,
        GError          **error)
{
  g_autoptr (WbBanner) wanted = wb_banner_copy (request->banner);
  g_autoptr (WbBanner) banner = NULL;

  ensure_key (self, &request->create_key);
  g_clear_pointer (&wanted->picture, wb_picture_unref);
  wanted->picture = wb_picture_new ();
  wanted->picture->id = g_strdup (request->picture_id);
  banner = wb_helpdesk_create_banner (helpdesk, wanted, request->create_key, cancellable, error);
  if (!wb_sync_requested (self, helpdesk, error))
    return NULL;

  return g_steal_pointer (&banner);
}

/* The server removes a file that nothing shows after a day; it may be gone when this is tried
 * again. */
static gboolean
has_lost_file (WbHelpdesk *helpdesk)
{
  const WbApiError *api_error = wb_helpdesk_get_last (helpdesk)->api_error;

  if (!api_error)
    return FALSE;
  if (g_strcmp0 (api_error->code, "file_unknown") == 0)
    return TRUE;
  for (guint i = 0; i < api_error->problems->len; i++) {
    const WbProblem *problem = g_ptr_array_index (api_error->problems, i);

    if (g_strcmp0 (problem->code, "file_unknown") == 0)
      return TRUE;
  }

  return FALSE;
}

static WbBanner *
upload_and_create (WbSync           *self,
                   WbHelpdesk       *helpdesk,
                   WbBannerRequest  *request,
                   const char       *mime_type,
                   GCancellable     *cancellable,
                   GError          **error)
{
  g_autoptr (GError) problem = NULL;
  WbBanner *banner = NULL;

  if (!upload (self, helpdesk, request, mime_type, cancellable, error))
    return NULL;
  banner = create (self, helpdesk, request, cancellable, &problem);
  if (banner)
    return banner;
  if (!g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED) ||
      !has_lost_file (helpdesk)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }

  /* So no banner was made of it either; the old key would only be answered with the lost file. */
  g_clear_pointer (&request->picture_id, g_free);
  g_clear_pointer (&request->upload_key, g_free);
  if (!upload (self, helpdesk, request, mime_type, cancellable, error))
    return NULL;

  return create (self, helpdesk, request, cancellable, error);
}

/* The picture is here already: it need not be fetched. */
static gboolean
store_banner (WbSync                 *self,
              const WbBanner         *banner,
              const WbBannerRequest  *request,
              GError                **error)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, request->bytes);
  WbDb *db = wb_sync_begin (self, error);
  gboolean ok = FALSE;

  if (!db)
    return FALSE;
  ok = wb_banner_store_apply (db, banner, NULL, error) &&
       (g_strcmp0 (sha256, banner->picture->sha256) != 0 ||
        wb_banner_store_put_picture (db, sha256, request->bytes,
                                     wb_sync_server_now (self),
                                     error));

  return wb_sync_end (self, ok, WB_TABLE_BANNERS, error);
}

/**
 * wb_sync_create_banner:
 * @self: an engine
 * @request: what to make; nobody else changes it meanwhile. Keys that are not there are made
 * @cancellable: (nullable): stops waiting
 *
 * Uploads a picture, makes a banner of it and stores both. Blocking; worker thread.
 *
 * Returns: (transfer full): the banner; `NULL` with a %WB_IMAGE_ERROR, a %WB_REMOTE_ERROR,
 *   %WB_ACTION_ERROR_NOT_OFFERED, a %WB_DB_ERROR or `G_IO_ERROR_CANCELLED`. A passing
 *   %WB_REMOTE_ERROR means “not confirmed yet”: calling again with the same @request makes nothing
 *   twice; any other has the server's words
 */
WbBanner *
wb_sync_create_banner (WbSync           *self,
                       WbBannerRequest  *request,
                       GCancellable     *cancellable,
                       GError          **error)
{
  g_autoptr (WbBanner) banner = NULL;
  WbImageInfo info = { 0 };
  WbHelpdesk *helpdesk = NULL;
  gsize size = 0;
  const guint8 *data = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), NULL);
  g_return_val_if_fail (request && request->file_name && request->bytes && request->banner, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  data = g_bytes_get_data (request->bytes, &size);
  if (!wb_image_probe (data, size, size, &info, error) ||
      !check_offered (self, WB_FEATURE_BANNERS, error))
    return NULL;
  helpdesk = wb_sync_take_spare (self, cancellable, error);
  if (!helpdesk)
    return NULL;
  banner = upload_and_create (self, helpdesk, request, info.mime_type, cancellable, error);
  wb_sync_give_spare (self, helpdesk, wb_helpdesk_get_last (helpdesk)->status != 401);
  if (!banner || !store_banner (self, banner, request, error))
    return NULL;

  return g_steal_pointer (&banner);
}

static void
create_banner_thread_cb (GTask        *task,
                         gpointer      source,
                         gpointer      data,
                         GCancellable *cancellable)
{
  GError *error = NULL;
  WbBanner *banner = wb_sync_create_banner (source, data, cancellable, &error);

  if (banner)
    g_task_return_pointer (task, banner, (GDestroyNotify) wb_banner_unref);
  else
    g_task_return_error (task, error);
}

/**
 * wb_sync_create_banner_async:
 * @self: an engine
 * @request: what to make; not touched by the caller before the callback
 * @cancellable: (nullable): stops waiting
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_create_banner() on a thread of its own.
 */
void
wb_sync_create_banner_async (WbSync              *self,
                             WbBannerRequest     *request,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_SYNC (self));
  g_return_if_fail (request);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_sync_create_banner_async);
  g_task_set_task_data (task, wb_banner_request_ref (request),
                        (GDestroyNotify) wb_banner_request_unref);
  g_task_run_in_thread (task, create_banner_thread_cb);
}

/**
 * wb_sync_create_banner_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: (transfer full): the banner; `NULL` as with wb_sync_create_banner()
 */
WbBanner *
wb_sync_create_banner_finish (WbSync        *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
