/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Activities (the call queue). A row shows the server's object with what staff did and was not sent
 * yet applied on top of it, so a sync in between never makes a click seem undone. */

#pragma once

#include "wb-activity.h"
#include "wb-answered.h"
#include "wb-db.h"
#include "wb-deadline.h"

G_BEGIN_DECLS

gboolean    wb_call_store_apply     (WbDb              *db,
                                     const WbActivity  *activity,
                                     gboolean          *changed_out,
                                     GError           **error);
WbActivity *wb_call_store_get       (WbDb              *db,
                                     const char        *id,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;
WbActivity *wb_call_store_get_row   (WbDb              *db,
                                     gint64             rowid,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_call_store_find_row  (WbDb              *db,
                                     const char        *id,
                                     gint64            *rowid_out,
                                     GError           **error);
/* What the server last said, without what is unsent. */
WbActivity *wb_call_store_get_server (WbDb             *db,
                                     const char        *id,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *wb_call_store_for_ticket (WbDb             *db,
                                     const char        *ticket_id,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_call_store_remove    (WbDb              *db,
                                     const char        *id,
                                     GError           **error);

/* Ids of all that are open and of those closed since @closed_from, sorted: the range of a full read. */
GPtrArray  *wb_call_store_all_ids   (WbDb              *db,
                                     gint64             closed_from,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  WB_CALL_FILTER_ALL,
  WB_CALL_FILTER_MINE,
  WB_CALL_FILTER_FREE,
} WbCallFilter;

/* Within a group; groups themselves go by due_at (B.6). */
typedef enum
{
  WB_CALL_SORT_NEXT_TRY,  /* due_at */
  WB_CALL_SORT_PROMISE,   /* original_due_at */
  WB_CALL_SORT_AGE,       /* created_at, the oldest first */
} WbCallSort;

typedef struct
{
  WbCallFilter filter;
  WbCallSort sort;
  const char *type;     /* (nullable) ticket type id */
  gboolean no_number;   /* only those without a number */
  const char *me;       /* (nullable) user id, for MINE */
  const char *typed;    /* (nullable) search over customer, phone, ticket, order, product */
  gint64 now;           /* ms, server time */
  GTimeZone *zone;      /* the account's */
  guint closed_limit;   /* newest closed shown; 0 = none */
} WbCallQuery;

typedef struct
{
  WbCallGroup group;
  gint64 rowid;
} WbCallRef;

/* In queue order: by group, then due_at (closed: newest first). (element-type WbCallRef) */
GArray     *wb_call_store_list      (WbDb               *db,
                                     const WbCallQuery  *query,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many are open and would be listed without @query's search, for the filters' own counts. */
gboolean    wb_call_store_count_open (WbDb              *db,
                                     const WbCallQuery  *query,
                                     gint64             *count_out,
                                     GError            **error);
/* What of a call is not confirmed by the server yet. */
typedef enum
{
  WB_CALL_UNSENT_NONE = 0,
  WB_CALL_UNSENT_HOLDER = 1 << 0,   /* taken, given back, or taken by working on it */
  WB_CALL_UNSENT_TIME = 1 << 1,     /* put off */
  WB_CALL_UNSENT_END = 1 << 2,      /* completed or reopened */
  WB_CALL_UNSENT_NOTE = 1 << 3,
} WbCallUnsent;
gboolean    wb_call_store_unsent    (WbDb               *db,
                                     const char         *id,
                                     WbCallUnsent       *unsent_out,
                                     GError            **error);
/* Calls that customers made since @from, answered by goal and by promise (wb-answered.h). Read from an
 * index of that time alone. */
gboolean    wb_call_store_answered  (WbDb               *db,
                                     gint64              from,
                                     gint64              now,
                                     int                 goal_hours,
                                     WbAnsweredShare    *goal_out,
                                     WbAnsweredShare    *promise_out,
                                     GError            **error);
gboolean    wb_call_store_count_late (WbDb              *db,
                                     gint64              now,
                                     gint64             *count_out,
                                     GError            **error);

G_END_DECLS
