/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the engine share and no other layer sees. */

#pragma once

#include "wb-outbox.h"
#include "wb-sync.h"

G_BEGIN_DECLS

/* Small facts of the engine's own in the workspace, besides those of wb-meta-store.h. */
#define WB_SYNC_META_LOAD_CURSOR "sync.load_cursor"    /* of the feed, taken before a full read */
#define WB_SYNC_META_LOAD_FROM "sync.load_from"        /* ms: how far the first read of tickets is */
#define WB_SYNC_META_COUPONS_ALL "sync.coupons_all"    /* 1: coupons of whatever age were read */
#define WB_SYNC_META_COUPONS_FROM "sync.coupons_from"  /* ms: how far that reading is */
#define WB_SYNC_META_CATALOGUE_AT "sync.catalogue_at"  /* ms: lists without ETags were read */
#define WB_SYNC_META_COMPARED_AT "sync.compared_at"    /* ms: the last compare of all ids */
#define WB_SYNC_META_ETAG "sync.etag."                 /* and the resource */
#define WB_SYNC_META_WORKSPACE_ID "workspace_id"       /* names the token among the secrets */
#define WB_SYNC_META_CA_FILE "ca_file"                 /* (nullable) */

#define WB_SYNC_PAGE_SIZE 100
/* How far back a full read goes (reference/retino-api.md B.12). Coupons are read whatever their age
 * the first time. */
#define WB_SYNC_TICKETS_MS (180 * WB_DAY_MS)
#define WB_SYNC_CLOSED_CALLS_MS (90 * WB_DAY_MS)
#define WB_SYNC_COUPONS_MS (180 * WB_DAY_MS)

/* A test ends the program, as it were, at a named point: FALSE = here. From then on nothing more
 * can be stored through this engine, as if the process had been killed. Points: "commit",
 * "request", "shop". */
typedef gboolean (* WbSyncProbe) (const char *point, gpointer data);

void         wb_sync_set_probe        (WbSync           *self,
                                       WbSyncProbe       probe,
                                       gpointer          data);

/* FALSE = the program ended here, as far as a test is concerned. */
gboolean     wb_sync_pass_point       (WbSync           *self,
                                       const char       *point,
                                       GError          **error);

WbWorkspace *wb_sync_get_workspace    (WbSync           *self);

/* One transaction, never open over a request. */
WbDb        *wb_sync_begin            (WbSync           *self,
                                       GError          **error);
gboolean     wb_sync_commit           (WbSync           *self,
                                       WbTables          touched,
                                       GError          **error);
void         wb_sync_rollback         (WbSync           *self);
/* Commits if @ok, else rolls back; gives whether it is stored. */
gboolean     wb_sync_end              (WbSync           *self,
                                       gboolean          ok,
                                       WbTables          touched,
                                       GError          **error);

/* The shops that the service has; nothing where they are as they were. Level 1. */
gboolean     wb_sync_read_stores      (WbSync           *self,
                                       WbHelpdesk       *helpdesk,
                                       GCancellable     *cancellable,
                                       GError          **error);

/* Ends the workspace's bulk load, unless a probe ended the program. */
gboolean     wb_sync_end_bulk_load    (WbSync           *self,
                                       GError          **error);

/* After each request, whatever came of it: keeps the server's clock. FALSE = a probe ends here; the
 * result of the request, if any, is thrown away then. */
gboolean     wb_sync_requested        (WbSync           *self,
                                       WbHelpdesk       *helpdesk,
                                       GError          **error);
gint64       wb_sync_server_now       (WbSync           *self);

char        *wb_sync_dup_meta         (WbSync           *self,
                                       const char       *key) G_GNUC_WARN_UNUSED_RESULT;
gint64       wb_sync_get_meta_int     (WbSync           *self,
                                       const char       *key,
                                       gint64            fallback);
gboolean     wb_sync_put_meta_int     (WbDb             *db,
                                       const char       *key,
                                       gint64            value,
                                       GError          **error);

void         wb_sync_tell_progress    (WbSync           *self,
                                       gint64            done,
                                       gint64            total);
void         wb_sync_set_push_wake    (WbSync           *self,
                                       gint64            wake_at);
/* 1, 2, 4 … 60 s ± 20 %, or what the server asked for. */
gint64       wb_sync_back_off_ms      (WbSync           *self,
                                       int               attempts,
                                       gint64            retry_after_ms);

/* Lists. A kind of object that is read by key. */
typedef struct
{
  const char *resource;
  gsize id_offset;
  gsize updated_at_offset;
} WbSyncKind;

extern const WbSyncKind wb_sync_tickets;
extern const WbSyncKind wb_sync_activities;
extern const WbSyncKind wb_sync_coupons;

/* @items: of a page, those not given before; (element-type) the records, borrowed. @total: the
 * count of the whole list when its reading began. FALSE with an error ends the reading. */
typedef gboolean (* WbSyncItems) (WbSync *self, GPtrArray *items, gint64 total, gpointer data, GError **error);

gboolean     wb_sync_read_by_key      (WbSync            *self,
                                       WbHelpdesk        *helpdesk,
                                       const WbSyncKind  *kind,
                                       const char        *filter_name,
                                       const char        *filter_value,
                                       gint64             from,
                                       WbSyncItems        func,
                                       gpointer           data,
                                       GCancellable      *cancellable,
                                       GError           **error);
/* By page number, with no parameter but those on record. @drifted_out: the count changed meanwhile. */
gboolean     wb_sync_read_by_page     (WbSync            *self,
                                       WbHelpdesk        *helpdesk,
                                       const char        *resource,
                                       gint64             from,
                                       WbSyncItems        func,
                                       gpointer           data,
                                       gint64            *started_at_out,
                                       gboolean          *drifted_out,
                                       GCancellable      *cancellable,
                                       GError           **error);
/* A short list whole; NULL without an error = not changed since its ETag. */
GPtrArray   *wb_sync_read_list        (WbSync            *self,
                                       WbHelpdesk        *helpdesk,
                                       const char        *resource,
                                       const char        *filter_name,
                                       const char        *filter_value,
                                       char             **etag_out,
                                       GCancellable      *cancellable,
                                       GError           **error);

gboolean     wb_sync_put_etag         (WbDb              *db,
                                       const char        *resource,
                                       const char        *etag,
                                       GError           **error);

gboolean     wb_sync_read_catalogues  (WbSync *self, WbHelpdesk *helpdesk, WbAccount *account, GCancellable *cancellable, GError **error);
gboolean     wb_sync_read_account     (WbSync *self, WbHelpdesk *helpdesk, WbAccount **account_out, GCancellable *cancellable, GError **error);

/* Stores items of a list in one transaction; @data unused. */
gboolean     wb_sync_apply_tickets    (WbSync *self, GPtrArray *items, gint64 total, gpointer data, GError **error);
gboolean     wb_sync_apply_activities (WbSync *self, GPtrArray *items, gint64 total, gpointer data, GError **error);
gboolean     wb_sync_apply_coupons    (WbSync *self, GPtrArray *items, gint64 total, gpointer data, GError **error);
/* All coupons, once: in bulk with the first read, where @tickets gains those to fetch; or later, beside
 * the daily work, as far as one pass gets (wb-sync-coupons.c). */
gboolean     wb_sync_load_coupons     (WbSync *self, WbHelpdesk *helpdesk, GHashTable *tickets, GCancellable *cancellable, GError **error);
gboolean     wb_sync_complete_coupons (WbSync *self, WbHelpdesk *helpdesk, const WbAccount *account, GCancellable *cancellable, GError **error);
/* Fetches the tickets of @ids (set of ids) that are not stored. */
gboolean     wb_sync_fetch_missing    (WbSync *self, WbHelpdesk *helpdesk, GHashTable *ids, GCancellable *cancellable, GError **error);
/* The histories that tickets of open calls lack, some in each pass. */
gboolean     wb_sync_fetch_histories  (WbSync *self, WbHelpdesk *helpdesk, const WbAccount *account, GCancellable *cancellable, GError **error);

/* Banners whole, archived ones too; and pictures that are not here yet, some in each pass. */
gboolean     wb_sync_read_banners     (WbSync *self, WbHelpdesk *helpdesk, GCancellable *cancellable, GError **error);
gboolean     wb_sync_fetch_pictures   (WbSync *self, WbHelpdesk *helpdesk, const WbAccount *account, GCancellable *cancellable, GError **error);

/* Statistics, when it is time: every 15 minutes, or now when a person asked. Trouble with them is told
 * and keeps nothing else waiting (wb-sync-stats.c). */
gboolean     wb_sync_read_stats       (WbSync *self, WbHelpdesk *helpdesk, const WbAccount *account, GCancellable *cancellable, GError **error);
void         wb_sync_hurry_stats      (WbSync *self);

/* What could not be read: remembered by id, told, and tried again (wb-sync-unreadable.c). */
gboolean     wb_sync_note_skipped      (WbSync *self, const char *resource, GPtrArray *ids, GError **error);
gboolean     wb_sync_retry_unreadable  (WbSync *self, WbHelpdesk *helpdesk, GCancellable *cancellable, GError **error);
gboolean     wb_sync_count_unreadable  (WbSync *self, GError **error);

/* The newest cursor of the feed, kept until what is read after it is stored. @again: even where one
 * is kept from a reading that was cut off. */
gboolean     wb_sync_take_head        (WbSync *self, WbHelpdesk *helpdesk, gboolean again, GCancellable *cancellable, GError **error);
gboolean     wb_sync_first_read       (WbSync *self, WbHelpdesk *helpdesk, const WbAccount *account, GCancellable *cancellable, GError **error);
gboolean     wb_sync_recover          (WbSync *self, WbHelpdesk *helpdesk, const WbAccount *account, GCancellable *cancellable, GError **error);
gboolean     wb_sync_poll             (WbSync *self, WbHelpdesk *helpdesk, const WbAccount *account, GCancellable *cancellable, GError **error);
/* Reads the feed until it is empty; the first request waits @wait_secs. @expired_out: 410. */
/* Between requests that may take their time: reads the feed when half a second has passed since
 * @looked_at (steady), so that what others do is seen all the while. @stop_out: they must wait. */
gboolean     wb_sync_look_in          (WbSync *self, WbHelpdesk *helpdesk, const WbAccount *account, gint64 *looked_at, gboolean *stop_out, GCancellable *cancellable, GError **error);
gboolean     wb_sync_read_events      (WbSync *self, WbHelpdesk *helpdesk, guint wait_secs, gboolean *expired_out, GCancellable *cancellable, GError **error);

/* What becomes of a write that met a newer object (412). */
typedef enum
{
  WB_SYNC_MERGE_AGAIN,     /* the row was changed to fit: send it */
  WB_SYNC_MERGE_DONE,      /* what was wanted is so already */
  WB_SYNC_MERGE_REFUSED,   /* held or closed by another: the row says who */
  WB_SYNC_MERGE_CONFLICT,  /* a true clash: a person */
} WbSyncMerge;

WbSyncMerge  wb_sync_merge_row        (WbSync *self, WbDb *db, WbOutboxRow *row, JsonNode *current);
/* A row that stands behind one just answered: based on the answer from now on. */
void         wb_sync_rebase_row       (WbSync *self, WbOutboxRow *row, JsonNode *answer, gint64 version);
/* What of the workspace shows an object of the outbox. */
WbTables     wb_sync_tables_of        (const char *object_kind);
/* Puts an answered or present object into the workspace. Gives its version, 0 if it was none. */
gboolean     wb_sync_apply_answer     (WbDb *db, const char *object_kind, JsonNode *object, gint64 *version_out, WbTables *touched, GError **error);

/* Sends one row and stores what came of it. @stop_out: nothing else can be sent now. */
gboolean     wb_sync_send_row         (WbSync *self, WbHelpdesk *helpdesk, WbOutboxRow *row, JsonNode **answer_out, gboolean *stop_out, GCancellable *cancellable, GError **error);

/* Makes clients for a workspace's own connection (wb-sync-connect.c). */
gpointer     wb_sync_connection_new   (WbWorkspace *workspace, WbSecrets *secrets, const char *ca_file);
void         wb_sync_connection_free  (gpointer data);
WbHelpdesk  *wb_sync_connection_make  (gpointer data, GCancellable *cancellable, GError **error);
/* Other secrets of the workspace, by name; several threads. What lookup gives is to be wiped. */
gboolean     wb_sync_connection_store  (gpointer data, const char *name, const char *label, const char *secret, GCancellable *cancellable, GError **error);
char        *wb_sync_connection_lookup (gpointer data, const char *name, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     wb_sync_connection_clear  (gpointer data, const char *name, GCancellable *cancellable, GError **error);
/* Where an engine with a factory of its own finds the shops' keys. */
void         wb_sync_set_secrets       (WbSync *self, WbSecrets *secrets);   /* (transfer full) */

G_END_DECLS
