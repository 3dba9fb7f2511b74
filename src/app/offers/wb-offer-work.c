/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes of the Offers page; see wb-offer-work.h. */

#include "config.h"

#include "wb-offer-work.h"

#include "wb-offer-store.h"
#include "wb-staff-actions.h"

typedef struct
{
  WbOfferSet *set;      /* (owned) (nullable) */
  WbOfferSet *base;     /* (owned) (nullable) */
  char *type_id;        /* (owned) (nullable) */
  gint64 conflict_seq;  /* 0 = none */
  gint64 refused_seq;   /* 0 = none */
} OfferWork;

static void
offer_work_free (OfferWork *self)
{
  g_clear_pointer (&self->set, wb_offer_set_unref);
  g_clear_pointer (&self->base, wb_offer_set_unref);
  g_free (self->type_id);
  g_free (self);
}

static OfferWork *
new_work (const WbOfferSet *set,
          const WbOfferSet *base)
{
  OfferWork *self = g_new0 (OfferWork, 1);

  /* Copies: the editor goes on changing its own. */
  self->set = set ? wb_offer_set_copy (set) : NULL;
  self->base = base ? wb_offer_set_copy (base) : NULL;

  return self;
}

static gboolean
change_put_draft (WbDb      *db,
                  gpointer   data,
                  GError   **error)
{
  OfferWork *work = data;

  return wb_offer_store_put_draft (db, work->set, work->base, error);
}

static gboolean
put_draft (WbWorkspace  *workspace,
           gpointer      data,
           GError      **error)
{
  return wb_context_transact (workspace, change_put_draft, data, WB_TABLE_NONE, error);
}

static gboolean
change_drop_draft (WbDb      *db,
                   gpointer   data,
                   GError   **error)
{
  OfferWork *work = data;

  return wb_offer_store_drop_draft (db, work->type_id, error);
}

static gboolean
drop_draft (WbWorkspace  *workspace,
            gpointer      data,
            GError      **error)
{
  return wb_context_transact (workspace, change_drop_draft, data, WB_TABLE_NONE, error);
}

static gboolean
save (WbWorkspace  *workspace,
      gpointer      data,
      GError      **error)
{
  OfferWork *work = data;

  if (work->conflict_seq != 0) {
    if (!wb_action_settle_offers (workspace, work->conflict_seq, work->set, error))
      return FALSE;
  } else {
    if (work->refused_seq != 0 && !wb_action_discard (workspace, work->refused_seq, error))
      return FALSE;
    if (!wb_action_save_offers (workspace, work->set, work->base, error))
      return FALSE;
  }

  /* A draft left behind by a kill between the two shows the same edits again; nothing is lost. */
  return drop_draft (workspace, work, error);
}

static gboolean
resend_row (WbWorkspace  *workspace,
            gpointer      data,
            GError      **error)
{
  return wb_action_resend (workspace, ((OfferWork *) data)->refused_seq, error);
}

static gboolean
drop_row (WbWorkspace  *workspace,
          gpointer      data,
          GError      **error)
{
  return wb_action_discard (workspace, ((OfferWork *) data)->refused_seq, error);
}

/**
 * wb_offer_work_put_draft:
 * @context: the workspace
 * @draft: edits, copied
 * @base: what they started from, copied
 *
 * A draft that cannot be stored is tried again at the next key.
 */
void
wb_offer_work_put_draft (WbContext        *context,
                         const WbOfferSet *draft,
                         const WbOfferSet *base)
{
  wb_context_write_async (context, put_draft, new_work (draft, base),
                          (GDestroyNotify) offer_work_free, NULL, NULL, NULL);
}

/**
 * wb_offer_work_drop_draft:
 * @context: the workspace
 * @type_id: whose draft
 */
void
wb_offer_work_drop_draft (WbContext  *context,
                          const char *type_id)
{
  OfferWork *work = new_work (NULL, NULL);

  work->type_id = g_strdup (type_id);
  wb_context_write_async (context, drop_draft, work, (GDestroyNotify) offer_work_free, NULL, NULL,
                          NULL);
}

/**
 * wb_offer_work_save:
 * @context: the workspace
 * @set: what to save, copied
 * @base: what the person saw, copied
 * @conflict_seq: the outbox row that @set settles; 0 = none
 * @refused_seq: the refused outbox row that @set replaces; 0 = none
 * @callback: ended by wb_context_write_finish()
 * @user_data: for @callback
 */
void
wb_offer_work_save (WbContext           *context,
                    const WbOfferSet    *set,
                    const WbOfferSet    *base,
                    gint64               conflict_seq,
                    gint64               refused_seq,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  OfferWork *work = new_work (set, base);

  work->type_id = g_strdup (set->type);
  work->conflict_seq = conflict_seq;
  work->refused_seq = refused_seq;
  wb_context_write_async (context, save, work, (GDestroyNotify) offer_work_free, NULL, callback,
                          user_data);
}

/**
 * wb_offer_work_resend_row:
 * @context: the workspace
 * @seq: a refused outbox row
 * @callback: ended by wb_context_write_finish()
 * @user_data: for @callback
 */
void
wb_offer_work_resend_row (WbContext           *context,
                          gint64               seq,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  OfferWork *work = new_work (NULL, NULL);

  work->refused_seq = seq;
  wb_context_write_async (context, resend_row, work, (GDestroyNotify) offer_work_free, NULL,
                          callback, user_data);
}

/**
 * wb_offer_work_drop_row:
 * @context: the workspace
 * @seq: an outbox row that waits for a person
 * @callback: ended by wb_context_write_finish()
 * @user_data: for @callback
 */
void
wb_offer_work_drop_row (WbContext           *context,
                        gint64               seq,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  OfferWork *work = new_work (NULL, NULL);

  work->refused_seq = seq;
  wb_context_write_async (context, drop_row, work, (GDestroyNotify) offer_work_free, NULL, callback,
                          user_data);
}
