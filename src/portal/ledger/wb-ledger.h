/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The portal's ledger: the database file, its transactions, and what its aggregates share. The
 * files beside this one hold one aggregate each. One thread at a time; within the portal the serving
 * thread. A function named _put stores a row as it is; one named _save makes a change of it: the
 * next version, the present time, and its event. */

#pragma once

#include "wb-clock.h"
#include "wb-db.h"
#include "wb-random.h"
#include "wb-wire-page.h"

G_BEGIN_DECLS

/* By what views and clicks are judged (wb-ledger-sights.h). */
typedef struct _WbLedgerJudge WbLedgerJudge;
struct _WbFunnelCount;

/* Statistics stand in tables twice while they are counted anew (wb-ledger-recount.h). */
typedef enum
{
  WB_LEDGER_SERVED,
  WB_LEDGER_NEXT,    /* what is being counted, and is served next */
  WB_N_LEDGER_SETS,
} WbLedgerSet;

typedef struct
{
  WbDb *db;          /* (owned) */
  WbClock *clock;    /* (owned) */
  WbRandom *random;  /* (owned) */
  guint64 n_settings;  /* settings written since opening, for whoever keeps something of them */
  guint64 n_events;  /* events written since opening, for whoever tells those that wait */
  char *link_secret; /* (owned) what customers' keys are derived from, 64 hex digits */
  WbLedgerJudge *judge;  /* (owned) (nullable) */
  gboolean has_told_unreadable;  /* of a row that is not understood */
  /* (owned) (nullable) what is to be counted at the end of an act */
  struct _WbFunnelCount *funnel[WB_N_LEDGER_SETS];
} WbLedger;

WbLedger  *wb_ledger_open       (const char        *path,
                                 WbClock           *clock,
                                 WbRandom          *random,
                                 gboolean           bare,
                                 GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void       wb_ledger_close      (WbLedger          *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbLedger, wb_ledger_close)

gint64     wb_ledger_now        (WbLedger          *self);
/* Hex digits of so many random bytes. */
char      *wb_ledger_new_secret (WbLedger          *self,
                                 gsize              n_bytes) G_GNUC_WARN_UNUSED_RESULT;

char      *wb_ledger_dup_meta   (WbLedger          *self,
                                 const char        *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ledger_set_meta   (WbLedger          *self,
                                 const char        *key,
                                 const char        *value,
                                 GError           **error);

/* A statement on one set of statistics: each table of them is named with "@" after it. */
WbStmt    *wb_ledger_prepare    (WbLedger          *self,
                                 WbLedgerSet        set,
                                 const char        *sql,
                                 GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rows and their documents. */
void       wb_ledger_bind_time  (WbStmt            *stmt,
                                 int                index,
                                 gint64             ms);
char      *wb_ledger_print      (JsonNode          *node) G_GNUC_WARN_UNUSED_RESULT;
gpointer   wb_ledger_decode     (const char        *doc,
                                 WbWireDecodeFunc   decode,
                                 GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* One text of the row with that id; NULL where there is none. */
gboolean   wb_ledger_find_text  (WbLedger          *self,
                                 const char        *sql,
                                 const char        *id,
                                 char             **text_out,
                                 GError           **error);
gboolean   wb_ledger_find       (WbLedger          *self,
                                 const char        *sql,
                                 const char        *key,
                                 WbWireDecodeFunc   decode,
                                 gpointer          *record_out,
                                 GError           **error);

/* A list being asked for: conditions, order, page. */
typedef struct _WbLedgerQuery WbLedgerQuery;

WbLedgerQuery *wb_ledger_query_new    (const char       *table) G_GNUC_WARN_UNUSED_RESULT;
void           wb_ledger_query_free   (WbLedgerQuery    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbLedgerQuery, wb_ledger_query_free)

void           wb_ledger_query_where  (WbLedgerQuery    *self,
                                       const char       *condition);
void           wb_ledger_query_text   (WbLedgerQuery    *self,
                                       const char       *condition,
                                       const char       *value);
void           wb_ledger_query_int64  (WbLedgerQuery    *self,
                                       const char       *condition,
                                       gint64            value);
void           wb_ledger_query_order  (WbLedgerQuery    *self,
                                       const char       *order);
gboolean       wb_ledger_query_count  (WbLedgerQuery    *self,
                                       WbLedger         *ledger,
                                       gint64           *count_out,
                                       GError          **error);
GPtrArray     *wb_ledger_query_run    (WbLedgerQuery    *self,
                                       WbLedger         *ledger,
                                       gint64            limit,
                                       gint64            offset,
                                       WbWireDecodeFunc  decode,
                                       GDestroyNotify    free_item,
                                       GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
