/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The endpoints, one file per resource, and what those files share. */

#pragma once

#include "wb-banner.h"
#include "wb-portal-router.h"
#include "wb-wire-event.h"

G_BEGIN_DECLS

#define WB_API_BASE_PATH "/api/v2"
/* Pictures, outside the base: everybody may fetch them. */
#define WB_API_FILES_PATH "/f/"

const WbRoute *wb_api_account_routes     (guint *n_out);
const WbRoute *wb_api_banners_routes     (guint *n_out);
const WbRoute *wb_api_catalogue_routes   (guint *n_out);
const WbRoute *wb_api_tickets_routes     (guint *n_out);
const WbRoute *wb_api_settings_routes    (guint *n_out);
const WbRoute *wb_api_activities_routes  (guint *n_out);
const WbRoute *wb_api_coupons_routes     (guint *n_out);
const WbRoute *wb_api_events_routes      (guint *n_out);
const WbRoute *wb_api_files_routes       (guint *n_out);
const WbRoute *wb_api_stats_routes       (guint *n_out);

/* Customers, who have no token but a key in their link. */
void           wb_api_customer_answer    (WbPortalRequest   *request);

/* Addresses of pictures, which depend on where this portal was asked. */
void           wb_api_files_set_url      (WbPortalRequest   *request,
                                          WbPicture         *picture);
gboolean       wb_api_files_serve        (WbPortalRequest   *request,
                                          const char        *path);
void           wb_api_banners_adapt_event (WbPortalRequest  *request,
                                          const WbEvent     *event);

/* `page` and `page_size`. Each of these is FALSE when the request was answered for it. */
typedef struct
{
  int page;
  int size;
} WbApiPage;

gboolean       wb_api_read_page          (WbPortalRequest   *request,
                                          int                size_max,
                                          WbApiPage         *page);
/* Whether the page is there; the first one always is. */
gboolean       wb_api_check_page         (WbPortalRequest   *request,
                                          const WbApiPage   *page,
                                          gint64             count);
JsonNode      *wb_api_make_page          (const WbApiPage   *page,
                                          gint64             count,
                                          GPtrArray         *items,
                                          WbWireEncodeFunc   encode) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the page parameters, runs the question and answers with the page. @with_etag: the answer
 * carries an entity tag. */
void           wb_api_answer_page        (WbPortalRequest   *request,
                                          WbLedgerQuery     *query,
                                          WbWireDecodeFunc   decode,
                                          GDestroyNotify     free_item,
                                          WbWireEncodeFunc   encode,
                                          gboolean           with_etag);
/* The same for objects that are there already. */
void           wb_api_answer_items       (WbPortalRequest   *request,
                                          GPtrArray         *items,
                                          WbWireEncodeFunc   encode,
                                          gboolean           with_etag);
/* `ordering` against the columns allowed; the first is the default. FALSE = answered with a 400. */
gboolean       wb_api_order_by           (WbPortalRequest   *request,
                                          WbLedgerQuery     *query,
                                          const char        *fallback,
                                          const char *const *columns);
/* Adds `column = value` for each parameter given. */
void           wb_api_where_texts        (WbPortalRequest   *request,
                                          WbLedgerQuery     *query,
                                          const char *const *columns);
/* NAME_from and NAME_to, inclusive. FALSE = answered with a 400. */
gboolean       wb_api_where_times        (WbPortalRequest   *request,
                                          WbLedgerQuery     *query,
                                          const char        *from_parameter,
                                          const char        *to_parameter,
                                          const char        *column);

/* Paused answers. */
gboolean       wb_api_events_answer      (WbPortalRequest   *request,
                                          gboolean           even_if_empty);
void           wb_api_coupons_answer     (WbPortalRequest   *request);

G_END_DECLS
