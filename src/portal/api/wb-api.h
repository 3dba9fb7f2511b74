/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The endpoints, one file per resource, and what those files share. */

#pragma once

#include "wb-portal-router.h"

G_BEGIN_DECLS

const WbRoute *wb_api_account_routes     (guint *n_out);
const WbRoute *wb_api_catalogue_routes   (guint *n_out);
const WbRoute *wb_api_tickets_routes     (guint *n_out);
const WbRoute *wb_api_settings_routes    (guint *n_out);
const WbRoute *wb_api_activities_routes  (guint *n_out);
const WbRoute *wb_api_coupons_routes     (guint *n_out);
const WbRoute *wb_api_events_routes      (guint *n_out);

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
