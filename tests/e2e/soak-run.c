/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The run of a soak; see the header. One tick after another on the main loop: who has died is started
 * again, whose turn it is by the seed is killed or cut off, and when few calls are left the weather
 * clears. Nothing waits for a fixed time: each phase ends when what it is for has come about. */

#include "config.h"

#include "soak-run-private.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "wb-outbox.h"
#include "wb-wire-write.h"

#define TICK_MS 20
#define LOOK_USEC (200 * 1000)

void
soak_plan_init (SoakPlan *self,
                guint64   seed,
                guint     n_calls)
{
  *self = (SoakPlan) {
    .seed = seed,
    .n_calls = n_calls,
    .factor = 20,
    .storm_secs = 15 + n_calls / 2,
    .kill_ms = 700,
    .kill_portal_ms = 6000,
    .manager_ms = 1500,
    .plug_ms = 900,
    .patience_secs = 200 + n_calls / 2,
    .rates = {
      .of_1000 = {
        [WB_FAULT_LATE] = 60,
        [WB_FAULT_CUT_BEFORE] = 12,
        [WB_FAULT_CUT_AFTER] = 25,
        [WB_FAULT_CUT_HALF] = 12,
        [WB_FAULT_TWICE] = 60,
        [WB_FAULT_ECHO] = 60,
        [WB_FAULT_BUSY] = 8,
        [WB_FAULT_TOO_MANY] = 8,
      },
      .late_ms = 300,
      .retry_after_secs = 8,
    },
  };
}

void
soak_result_free (SoakResult *self)
{
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self->acts);
  g_free (self->dir);
  g_free (self);
}

char *
soak_result_describe (const SoakResult *self)
{
  GString *text = g_string_new (NULL);
  guint n_requests = 0;

  for (guint i = 0; i < WB_FAULT_N; i++)
    n_requests += self->faults[i];
  g_string_append_printf (text, "%u requests, of them", n_requests);
  for (guint i = WB_FAULT_PASSED + 1; i < WB_FAULT_N; i++)
    g_string_append_printf (text, "%s %u %s", i > 1 ? "," : "", self->faults[i], wb_fault_to_text (i));
  g_string_append_printf (text, "; %u kills of agents, %u of the service, %u networks cut; %u calls handed on by "
                          "a manager; %u acts (%s)", self->n_kills, self->n_portal_kills, self->n_plugs,
                          self->n_handed_on, self->n_acts, self->acts);
  g_string_append_printf (text, "; %u closings, %u reopenings, %u notes, %u coupons, %u refusals read; %u answers "
                          "repeated", self->sums.n_closings, self->sums.n_reopenings, self->sums.n_notes,
                          self->sums.n_coupons, self->sums.n_refused, self->n_repeats);
  g_string_append_printf (text, "; a call shown by two, one of them untold, %u times, for %" G_GINT64_FORMAT
                          " ms at most; %.1f s", self->sums.n_overlaps, self->sums.longest_usec / 1000,
                          (double) self->took_ms / 1000);

  return g_string_free (text, FALSE);
}

gboolean
soak_result_blames (const SoakResult *self,
                    const char       *rule)
{
  g_autofree char *start = g_strconcat (rule, ":", NULL);

  for (guint i = 0; i < self->problems->len; i++) {
    if (g_str_has_prefix (g_ptr_array_index (self->problems, i), start))
      return TRUE;
  }

  return FALSE;
}

/* An instant at about @ms from now, by the seed. */
static gint64
draw_instant (SoakRun    *run,
              guint       ms,
              const char *what,
              guint       n)
{
  if (ms == 0)
    return G_MAXINT64;

  return g_get_monotonic_time () +
         (gint64) (ms / 2 + soak_choose (run->plan->seed, ms, "%s.%u", what, n)) * 1000;
}

/* The feed's answers, as they arrive at an agent's computer. */
static void
answered_cb (const char *request,
             const char *answer,
             gpointer    data)
{
  SoakSeat *seat = data;
  const char *start = strstr (answer, "\"next_cursor\":\"");
  g_autofree char *cursor = NULL;
  SoakTold told = { g_get_monotonic_time (), 0 };

  /* The newest position is asked for before the first reading; nothing is told with it. */
  if (!start || strstr (request, "after=head"))
    return;
  start += strlen ("\"next_cursor\":\"");
  cursor = g_strndup (start, strcspn (start, "\""));
  told.seq = soak_read_cursor (cursor);
  g_mutex_lock (&seat->mutex);
  g_array_append_val (seat->told, told);
  g_mutex_unlock (&seat->mutex);
}

static void
start_portal (SoakRun *run)
{
  g_autofree char *ledger = g_build_filename (run->e2e->dir, "portal.db", NULL);
  g_autofree char *port = g_strdup_printf ("%u", run->e2e->port);
  g_autofree char *from_ms = g_strdup_printf ("%" G_GINT64_FORMAT, E2E_NOW);
  g_autofree char *from_usec = g_strdup_printf ("%" G_GINT64_FORMAT, run->from_usec);
  g_autofree char *factor = g_strdup_printf ("%u", run->plan->factor);
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&run->portal);
  run->portal = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("WB_PORTAL_CHILD"), ledger,
                                  port, from_ms, from_usec, factor, NULL);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (run->portal));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  g_assert_cmpstr (line, ==, "ready");
}

void
soak_kill_process (GSubprocess *process)
{
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

static void
say (SoakSeat   *seat,
     const char *line)
{
  /* To one that has just died this says nothing; the next life is told at its start. */
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (seat->process), line, strlen (line), NULL, NULL, NULL);
}

static void
say_end (SoakSeat *seat)
{
  g_autofree char *line = g_strdup_printf ("end %" G_GINT64_FORMAT "\n", seat->run->head);

  say (seat, line);
}

/* Some lives end by themselves, right after a certain write to a file or a socket. */
static void
doom_life (SoakSeat            *seat,
           GSubprocessLauncher *launcher)
{
  SoakRun *run = seat->run;
  const char *library = g_getenv ("WB_SOAK_KILL_LIBRARY");
  g_autofree char *place = NULL;

  if (!library || run->phase != PHASE_STORM || run->plan->kill_ms == 0 ||
      soak_choose (run->plan->seed, 2, "doomed.%u.%u", seat->number, seat->life) == 0)
    return;
  place = g_strdup_printf ("%u", 40 + soak_choose (run->plan->seed, 1500, "doom.%u.%u", seat->number, seat->life));
  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", library, TRUE);
  g_subprocess_launcher_setenv (launcher, "WB_KILL_AT", place, TRUE);
}

static void
start_agent (SoakSeat *seat)
{
  SoakRun *run = seat->run;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, run->plan->seed);
  g_autofree char *number = g_strdup_printf ("%u", seat->number);
  g_autofree char *life = g_strdup_printf ("%u", seat->life);
  g_autofree char *from_ms = g_strdup_printf ("%" G_GINT64_FORMAT, E2E_NOW);
  g_autofree char *from_usec = g_strdup_printf ("%" G_GINT64_FORMAT, run->from_usec);
  g_autofree char *factor = g_strdup_printf ("%u", run->plan->factor);
  g_autofree char *settled = g_strconcat (seat->dir, ".settled", NULL);
  g_autoptr (GError) error = NULL;

  g_unlink (settled);
  doom_life (seat, launcher);
  g_clear_object (&seat->process);
  seat->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("WB_SOAK_AGENT"), seat->dir, seed,
                                               number, life, from_ms, from_usec, factor, NULL);
  g_assert_no_error (error);
  seat->life++;
  /* One whose life was doomed in the storm may have died at any time since. */
  if (run->phase != PHASE_STORM)
    say (seat, "finish\n");
  if (run->phase == PHASE_ENDING)
    say_end (seat);
}

/* A workspace that is connected through the agent's own network. */
static void
prepare_seat (SoakRun *run,
              guint    number)
{
  static const E2eUser users[SOAK_N_AGENTS] = { E2E_EVA, E2E_TOMAS, E2E_LENKA, E2E_JAN, E2E_OTA };
  SoakSeat *seat = &run->seats[number];
  g_autoptr (WbWorkspace) workspace = NULL;
  g_autoptr (WbSecrets) secrets = NULL;
  g_autofree char *name = g_strdup_printf ("agent-%u", number);
  g_autofree char *spec = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  seat->run = run;
  seat->number = number;
  seat->user = users[number];
  seat->dir = g_build_filename (run->e2e->dir, name, NULL);
  g_mutex_init (&seat->mutex);
  seat->told = g_array_new (FALSE, FALSE, sizeof (SoakTold));
  seat->proxy = wb_fault_proxy_new (run->e2e->port, run->plan->seed + number);
  wb_fault_proxy_set_lie (seat->proxy, run->plan->lie, run->e2e->user_ids[seat->user]);
  wb_fault_proxy_set_watch (seat->proxy, answered_cb, seat);
  spec = g_strdup_printf ("file:%s.secrets/tokens", seat->dir);
  secrets = wb_secrets_new (spec, &error);
  g_assert_no_error (error);
  url = g_strdup_printf ("http://127.0.0.1:%u/api/v2", wb_fault_proxy_get_port (seat->proxy));
  workspace = wb_sync_connect (url, run->e2e->tokens[seat->user], NULL, seat->dir, secrets,
                               WB_CLOCK (run->e2e->clock), run->e2e->random, NULL, &error);
  g_assert_no_error (error);
  wb_workspace_close (workspace);
}

static void
clear_seat (SoakSeat *seat)
{
  if (seat->process && g_subprocess_get_identifier (seat->process))
    soak_kill_process (seat->process);
  g_clear_object (&seat->process);
  g_clear_pointer (&seat->proxy, wb_fault_proxy_free);
  g_clear_pointer (&seat->told, g_array_unref);
  g_mutex_clear (&seat->mutex);
  g_free (seat->dir);
}

/* NULL = the service is not there just now. */
static JsonNode *
ask_service (SoakRun    *run,
             const char *path)
{
  g_autofree char *url = g_strconcat (run->e2e->url, path, NULL);
  g_autofree char *token = g_strconcat ("Token ", run->e2e->tokens[E2E_MARIE], NULL);
  char *headers[] = { (char *) "Authorization", token, NULL };
  WbHttpRequest request = { .method = "GET", .url = url, .headers = headers };
  g_autoptr (WbHttp) http = wb_http_new (NULL, WB_CLOCK (run->e2e->clock), NULL);
  g_autoptr (WbHttpReply) reply = wb_http_send (http, &request, NULL, NULL);
  g_autofree char *text = NULL;

  if (!reply || reply->status != 200)
    return NULL;
  text = g_strndup (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));

  return json_from_string (text, NULL);
}

/* -1 = not known now. */
static gint64
count_listed (SoakRun    *run,
              const char *path)
{
  g_autoptr (JsonNode) page = ask_service (run, path);

  return page ? json_object_get_int_member (json_node_get_object (page), "count") : -1;
}

/* The shop's clock and ours, too. */
void
soak_follow_clock (SoakRun *run)
{
  gint64 now = E2E_NOW + (g_get_monotonic_time () - run->from_usec) * run->plan->factor / 1000;

  e2e_advance (run->e2e, MAX (now - wb_clock_now (WB_CLOCK (run->e2e->clock)), 0));
}

static void
enter (SoakRun   *run,
       SoakPhase  phase)
{
  run->phase = phase;
  run->phase_usec = g_get_monotonic_time ();
}

static void
clear_weather (SoakRun *run)
{
  enter (run, PHASE_FINISHING);
  for (guint i = 0; i < SOAK_N_AGENTS; i++) {
    SoakSeat *seat = &run->seats[i];

    wb_fault_proxy_set_rates (seat->proxy, NULL);
    wb_fault_proxy_set_offline (seat->proxy, FALSE);
    seat->plugged_until = 0;
    say (seat, "finish\n");
  }
}

/* A manager, at a computer that nothing harms, gives a call that somebody has to somebody else. */
static void
hand_on (SoakRun *run)
{
  g_autoptr (WbHelpdesk) client = e2e_client (run->e2e, E2E_MARIE);
  g_autoptr (JsonNode) page = ask_service (run, "/activities?status=open&page_size=50");
  JsonArray *calls = page ? json_object_get_array_member (json_node_get_object (page), "results") : NULL;
  guint n_calls = calls ? json_array_get_length (calls) : 0;
  guint n = run->n_orders++;
  guint first = n_calls > 0 ? soak_choose (run->plan->seed, n_calls, "handed.%u", n) : 0;
  E2eUser user = run->seats[soak_choose (run->plan->seed, SOAK_N_AGENTS, "handed-to.%u", n)].user;

  for (guint i = 0; i < n_calls; i++) {
    JsonObject *call = json_array_get_object_element (calls, (first + i) % n_calls);
    const char *holder = json_object_get_string_member_with_default (call, "assignee", NULL);
    g_autoptr (WbAssignBody) body = NULL;
    g_autoptr (JsonNode) node = NULL;
    g_autoptr (JsonNode) answer = NULL;
    g_autofree char *key = NULL;

    if (!holder || g_str_equal (holder, run->e2e->user_ids[user]))
      continue;
    body = wb_assign_body_new ();
    body->assignee = g_strdup (run->e2e->user_ids[user]);
    node = wb_wire_assign_body_encode (body);
    key = wb_random_uuid (run->e2e->random);
    /* Whoever is faster than the manager has it. */
    answer = wb_helpdesk_write (client, WB_OP_ASSIGN, json_object_get_string_member (call, "id"), node,
                                json_object_get_int_member (call, "version"), key, NULL, NULL);
    run->result->n_handed_on += answer != NULL;
    return;
  }
}

static void
storm (SoakRun *run,
       gint64   now)
{
  const SoakPlan *plan = run->plan;
  SoakResult *result = run->result;

  if (now >= run->kill_at) {
    SoakSeat *seat = &run->seats[soak_choose (plan->seed, SOAK_N_AGENTS, "killed.%u", result->n_kills)];

    g_subprocess_force_exit (seat->process);
    run->kill_at = draw_instant (run, plan->kill_ms, "kill", result->n_kills);
  }
  if (now >= run->kill_portal_at) {
    soak_kill_process (run->portal);
    start_portal (run);
    run->kill_portal_at = draw_instant (run, plan->kill_portal_ms, "kill-portal", ++result->n_portal_kills);
  }
  if (now >= run->plug_at) {
    SoakSeat *seat = &run->seats[soak_choose (plan->seed, SOAK_N_AGENTS, "plugged.%u", result->n_plugs)];

    wb_fault_proxy_set_offline (seat->proxy, TRUE);
    seat->plugged_until = draw_instant (run, 2000, "plug-back", result->n_plugs);
    run->plug_at = draw_instant (run, plan->plug_ms, "plug", ++result->n_plugs);
  }
  if (now >= run->manager_at) {
    hand_on (run);
    run->manager_at = draw_instant (run, plan->manager_ms, "manager", run->n_orders);
  }
  for (guint i = 0; i < SOAK_N_AGENTS; i++) {
    if (run->seats[i].plugged_until != 0 && now >= run->seats[i].plugged_until) {
      wb_fault_proxy_set_offline (run->seats[i].proxy, FALSE);
      run->seats[i].plugged_until = 0;
    }
  }
}

/* Who was killed starts again; who fails is a defect. TRUE = all have gone by themselves. */
static gboolean
look_after_agents (SoakRun *run)
{
  guint n_gone = 0;

  for (guint i = 0; i < SOAK_N_AGENTS; i++) {
    SoakSeat *seat = &run->seats[i];

    if (seat->process && !g_subprocess_get_identifier (seat->process)) {
      g_subprocess_wait (seat->process, NULL, NULL);
      if (g_subprocess_get_if_signaled (seat->process) && g_subprocess_get_term_sig (seat->process) == SIGKILL) {
        run->result->n_kills++;
        start_agent (seat);
      } else {
        g_assert_true (g_subprocess_get_successful (seat->process));
        g_assert_cmpint (run->phase, ==, PHASE_ENDING);
        g_clear_object (&seat->process);
      }
    }
    n_gone += !seat->process;
  }

  return n_gone == SOAK_N_AGENTS;
}

static gboolean
are_settled (SoakRun *run)
{
  for (guint i = 0; i < SOAK_N_AGENTS; i++) {
    g_autofree char *settled = g_strconcat (run->seats[i].dir, ".settled", NULL);

    if (!g_file_test (settled, G_FILE_TEST_EXISTS))
      return FALSE;
  }

  return TRUE;
}

static void
let_go (SoakRun *run)
{
  g_autoptr (JsonNode) feed = ask_service (run, "/events?after=head");

  g_assert_nonnull (feed);
  run->head = soak_read_cursor (json_object_get_string_member (json_node_get_object (feed), "next_cursor"));
  enter (run, PHASE_ENDING);
  for (guint i = 0; i < SOAK_N_AGENTS; i++)
    say_end (&run->seats[i]);
}

static gboolean
tick_cb (gpointer data)
{
  SoakRun *run = data;
  gint64 now = g_get_monotonic_time ();
  gboolean all_gone = look_after_agents (run);

  soak_follow_clock (run);
  if (run->phase == PHASE_STORM) {
    storm (run, now);
    if (now - run->phase_usec > run->plan->storm_secs * G_USEC_PER_SEC)
      clear_weather (run);
  } else if (now - run->phase_usec > run->plan->patience_secs * G_USEC_PER_SEC) {
    g_ptr_array_add (run->result->problems, g_strdup ("end: not all is done, for all our patience"));
    enter (run, PHASE_OVER);
  }
  if (now >= run->look_at) {
    gint64 n_open = count_listed (run, "/activities?status=open&page_size=1");

    if (run->phase == PHASE_STORM && n_open >= 0 && n_open <= run->plan->n_calls / 10)
      clear_weather (run);
    else if (run->phase == PHASE_FINISHING && n_open == 0 && are_settled (run) &&
             count_listed (run, "/coupons?state=pending&page_size=1") == 0)
      let_go (run);
    run->look_at = now + LOOK_USEC;
  }
  if (all_gone)
    enter (run, PHASE_OVER);
  if (run->phase == PHASE_OVER)
    g_main_loop_quit (run->loop);

  return G_SOURCE_CONTINUE;
}

SoakResult *
soak_run (const SoakPlan *plan)
{
  SoakResult *result = g_new0 (SoakResult, 1);
  SoakRun run = { .plan = plan, .result = result };
  gint64 started_usec = g_get_monotonic_time ();
  guint ticking = 0;

  result->problems = g_ptr_array_new_with_free_func (g_free);
  run.e2e = e2e_new (plan->n_calls, plan->n_calls);
  run.loop = g_main_loop_new (NULL, FALSE);
  for (guint i = 0; i < SOAK_N_AGENTS; i++)
    prepare_seat (&run, i);
  e2e_stop_portal (run.e2e);
  run.from_usec = g_get_monotonic_time ();
  start_portal (&run);
  enter (&run, PHASE_STORM);
  for (guint i = 0; i < SOAK_N_AGENTS; i++) {
    wb_fault_proxy_set_rates (run.seats[i].proxy, &plan->rates);
    start_agent (&run.seats[i]);
  }
  run.kill_at = draw_instant (&run, plan->kill_ms, "kill", G_MAXUINT);
  run.kill_portal_at = draw_instant (&run, plan->kill_portal_ms, "kill-portal", 0);
  run.manager_at = draw_instant (&run, plan->manager_ms, "manager", 0);
  run.plug_at = draw_instant (&run, plan->plug_ms, "plug", 0);
  ticking = g_timeout_add (TICK_MS, tick_cb, &run);
  g_main_loop_run (run.loop);
  g_source_remove (ticking);
  soak_collect (&run);

  for (guint i = 0; i < SOAK_N_AGENTS; i++)
    clear_seat (&run.seats[i]);
  g_clear_object (&run.portal);
  g_main_loop_unref (run.loop);
  if (plan->keep && result->problems->len > 0) {
    run.e2e->keep_dir = TRUE;
    result->dir = g_strdup (run.e2e->dir);
  }
  e2e_free (run.e2e);
  result->took_ms = (g_get_monotonic_time () - started_usec) / 1000;

  return result;
}
