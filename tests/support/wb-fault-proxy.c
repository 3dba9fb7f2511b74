/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The bad network of the tests; see the header. Plain sockets, so that nothing between client and
 * server mends what is to be broken. */

/* POLLRDHUP and accept4(). */
#define _GNU_SOURCE

#include "config.h"

#include "wb-fault-proxy.h"

#include "wb-fault-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE_BYTES 16384
#define BACKLOG 512
/* No client and no server is this slow; a test that hangs is worse than one that fails. */
#define PATIENCE_MS 120000
/* Some of a long-poll's time, before it is cut. */
#define POLL_CUT_MS 400

struct _WbFaultProxy
{
  guint16 server_port;
  guint16 port;
  guint64 seed;
  int listening;           /* a socket */
  GThread *thread;         /* (owned) accepts */
  WbFaultWatch watch;      /* (nullable) */
  gpointer watch_data;     /* (unowned) */

  GMutex mutex;            /* guards what follows */
  GCond ended;             /* a connection has ended */
  gboolean stopping;
  gboolean offline;
  gboolean has_rates;
  WbFaultRates rates;
  WbLie lie;
  char *liar_for;          /* (owned) (nullable) user id: to whom refused calls are given */
  GPtrArray *finished;     /* (owned) (element-type GThread) to be joined */
  GHashTable *seen;        /* (owned) identity -> how often */
  GHashTable *answers;     /* (owned) idempotency key -> checksum of the answer */
  GHashTable *connections; /* (owned) (element-type Connection) those under way */
  guint counts[WB_FAULT_N];
  guint n_repeated;
  guint n_different;
  guint n_fresh;           /* keys made up */
};

typedef struct
{
  WbFaultProxy *proxy;     /* (unowned) */
  int client;              /* a socket, or -1 */
  int server;              /* a socket, or -1 */
  GString *request;        /* (owned) head and body */
  char *identity;          /* (owned) */
  char *key;               /* (owned) (nullable) idempotency key */
  gboolean is_poll;        /* a long-poll */
  WbFault fate;
  guint64 dice;            /* for the details of the fate */
} Connection;

const char *
wb_fault_to_text (WbFault fault)
{
  static const char *const texts[] = {
    "passed", "late", "cut before", "cut after", "cut half", "twice", "echo", "503", "429",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (texts) == WB_FAULT_N);
  g_return_val_if_fail (fault < WB_FAULT_N, NULL);

  return texts[fault];
}

/* splitmix64: each state gives a number that has nothing to do with its neighbours'. */
static guint64
mix (guint64 value)
{
  value += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  value = (value ^ (value >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  value = (value ^ (value >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return value ^ (value >> 31);
}

static guint64
roll (WbFaultProxy *self,
      const char   *identity,
      guint         n)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (const char *c = identity; *c; c++)
    hash = (hash ^ (guchar) * c) * G_GUINT64_CONSTANT (0x100000001b3);

  return mix (mix (hash ^ self->seed) + n);
}

/* With the mutex held. */
static WbFault
choose_fate (WbFaultProxy *self,
             guint64       dice)
{
  guint place = (guint) (dice % 1000);
  guint upto = 0;

  for (guint i = WB_FAULT_PASSED + 1; self->has_rates && i < WB_FAULT_N; i++) {
    upto += self->rates.of_1000[i];
    if (place < upto)
      return i;
  }

  return WB_FAULT_PASSED;
}

WbFault
wb_fault_proxy_foretell (WbFaultProxy *self,
                         const char   *identity,
                         guint         n)
{
  WbFault fate = WB_FAULT_PASSED;

  g_mutex_lock (&self->mutex);
  fate = choose_fate (self, roll (self, identity, n));
  g_mutex_unlock (&self->mutex);

  return fate;
}

static gboolean
write_all (int         fd,
           const char *data,
           gsize       size)
{
  while (size > 0) {
    gssize n = send (fd, data, size, MSG_NOSIGNAL);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    data += n;
    size -= (gsize) n;
  }

  return TRUE;
}

/* Waits until @fd can be read or has ended; FALSE = @other ended before, or patience did. */
static gboolean
wait_readable (int fd,
               int other,
               int timeout_ms)
{
  struct pollfd fds[2] = { { fd, POLLIN, 0 }, { other, POLLRDHUP, 0 } };
  int n = 0;

  do
    n = poll (fds, other >= 0 ? 2 : 1, timeout_ms);
  while (n < 0 && errno == EINTR);

  return n > 0 && (fds[0].revents != 0 || fds[1].revents == 0);
}

/* Lets time pass, unless @fd ends meanwhile. */
static void
dawdle (int   fd,
        guint ms)
{
  struct pollfd fds[1] = { { fd, POLLRDHUP, 0 } };

  poll (fds, fd >= 0 ? 1 : 0, (int) ms);
}

/* More of @fd into @text; FALSE = no more comes. */
static gboolean
read_more (int      fd,
           int      other,
           int      timeout_ms,
           GString *text)
{
  char piece[PIECE_BYTES];
  gssize n = 0;

  if (!wait_readable (fd, other, timeout_ms))
    return FALSE;
  do
    n = recv (fd, piece, sizeof piece, 0);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    return FALSE;
  g_string_append_len (text, piece, n);

  return TRUE;
}

static gboolean
read_request (Connection *connection)
{
  while (!wb_fault_is_whole (connection->request, TRUE)) {
    if (!read_more (connection->client, -1, PATIENCE_MS, connection->request))
      return FALSE;
  }

  return TRUE;
}

/* Reads what the request is and draws its fate. */
static void
meet_fate (Connection *connection)
{
  WbFaultProxy *self = connection->proxy;
  gsize body = wb_fault_find_body (connection->request);
  const char *end = strchr (connection->request->str, '\r');
  g_autofree char *line = g_strndup (connection->request->str, (gsize) (end - connection->request->str));
  g_auto (GStrv) words = g_strsplit_set (line, " ?", 4);
  guint n = 0;

  connection->key = wb_fault_dup_header (connection->request, body, "Idempotency-Key");
  connection->identity = connection->key ? g_strdup (connection->key)
                                         : g_strdup_printf ("%s %s", words[0], words[1]);
  connection->is_poll = strstr (line, "wait=") && !strstr (line, "wait=0");

  g_mutex_lock (&self->mutex);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, connection->identity));
  g_hash_table_insert (self->seen, g_strdup (connection->identity), GUINT_TO_POINTER (n + 1));
  connection->dice = roll (self, connection->identity, n);
  connection->fate = choose_fate (self, connection->dice);
  /* What has no key is only read: asking for it twice is no fault. */
  if (!connection->key && (connection->fate == WB_FAULT_TWICE || connection->fate == WB_FAULT_ECHO))
    connection->fate = WB_FAULT_PASSED;
  self->counts[connection->fate]++;
  g_mutex_unlock (&self->mutex);
  connection->dice = mix (connection->dice);
}

static WbLie
get_lie (WbFaultProxy *self)
{
  WbLie lie = WB_LIE_NONE;

  g_mutex_lock (&self->mutex);
  lie = self->lie;
  g_mutex_unlock (&self->mutex);

  return lie;
}

static GString *
prepare_request (Connection *connection)
{
  WbFaultProxy *self = connection->proxy;
  GString *request = g_string_new_len (connection->request->str, (gssize) connection->request->len);
  WbLie lie = get_lie (self);

  wb_fault_replace_header (request, "Connection", "close");
  if (lie == WB_LIE_FRESH_KEYS && connection->key) {
    g_autofree char *key = NULL;

    g_mutex_lock (&self->mutex);
    key = g_strdup_printf ("00000000-0000-4000-8000-%012u", ++self->n_fresh);
    g_mutex_unlock (&self->mutex);
    wb_fault_replace_header (request, "Idempotency-Key", key);
  }
  if (lie == WB_LIE_LOST_NOTES && wb_fault_asks_for (request, "POST", "/notes"))
    wb_fault_ask_instead (request);

  return request;
}

static void
tell_lies (Connection *connection,
           GString    *answer)
{
  WbLie lie = get_lie (connection->proxy);

  if (lie == WB_LIE_DEAF_FEED && wb_fault_asks_for (connection->request, "GET", "/events") &&
      !strstr (connection->request->str, "after=head"))
    wb_fault_empty_feed (answer);
  if (lie == WB_LIE_STOLEN_CALLS && wb_fault_asks_for (connection->request, "POST", "/assign") &&
      !g_str_has_prefix (answer->str, "HTTP/1.1 200"))
    wb_fault_pretend_taken (answer, connection->proxy->liar_for);
}

/* Success with a key, given again: is it the same? A coupon's answer tells its present state. */
static void
remember_answer (Connection    *connection,
                 const GString *answer)
{
  WbFaultProxy *self = connection->proxy;
  gsize body = wb_fault_find_body (answer);
  g_autofree char *sum = NULL;
  const char *before = NULL;

  if (!connection->key || body == 0 || !g_str_has_prefix (answer->str, "HTTP/1.1 2") ||
      !wb_fault_is_whole (answer, FALSE) || wb_fault_asks_for (connection->request, "POST", "/coupons"))
    return;
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) answer->str + body,
                                     answer->len - body);
  g_mutex_lock (&self->mutex);
  before = g_hash_table_lookup (self->answers, connection->key);
  if (before) {
    self->n_repeated++;
    self->n_different += !g_str_equal (before, sum);
  } else {
    g_hash_table_insert (self->answers, g_strdup (connection->key), g_steal_pointer (&sum));
  }
  g_mutex_unlock (&self->mutex);
}

static void
close_socket (Connection *connection,
              int        *fd)
{
  int closing = -1;

  g_mutex_lock (&connection->proxy->mutex);
  closing = *fd;
  *fd = -1;
  g_mutex_unlock (&connection->proxy->mutex);
  if (closing >= 0)
    close (closing);
}

static gboolean
connect_server (Connection *connection)
{
  WbFaultProxy *self = connection->proxy;
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons (self->server_port),
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  gboolean ok = FALSE;

  g_assert_cmpint (fd, >=, 0);
  ok = connect (fd, (struct sockaddr *) &address, sizeof address) == 0;
  g_mutex_lock (&self->mutex);
  ok = ok && !self->stopping && !self->offline;
  connection->server = ok ? fd : -1;
  g_mutex_unlock (&self->mutex);
  if (!ok)
    close (fd);

  return ok;
}

/* Sends the request and gives the answer, as much of it as came; NULL = the server is not there, or
 * the client went. */
static GString *
ask_server (Connection *connection,
            gboolean    for_client,
            int         timeout_ms)
{
  GString *request = prepare_request (connection);
  GString *answer = g_string_new (NULL);
  int client = for_client ? connection->client : -1;

  if (connect_server (connection) &&
      write_all (connection->server, request->str, request->len)) {
    while (!wb_fault_is_whole (answer, FALSE) && read_more (connection->server, client, timeout_ms, answer))
      ;
  }
  close_socket (connection, &connection->server);
  g_string_free (request, TRUE);
  if (answer->len == 0) {
    g_string_free (answer, TRUE);
    return NULL;
  }
  remember_answer (connection, answer);
  tell_lies (connection, answer);

  return answer;
}

static void
give_answer (Connection    *connection,
             const GString *answer,
             gsize          size)
{
  WbFaultProxy *self = connection->proxy;

  if (answer && write_all (connection->client, answer->str, size) && size == answer->len &&
      wb_fault_is_whole (answer, FALSE) && self->watch)
    self->watch (connection->request->str, answer->str, self->watch_data);
}

static void
refuse (Connection *connection,
        const char *status_line,
        const char *code)
{
  WbFaultProxy *self = connection->proxy;
  g_autofree char *text = NULL;
  guint secs = 1;

  g_mutex_lock (&self->mutex);
  secs += (guint) (connection->dice % MAX (self->rates.retry_after_secs, 1));
  g_mutex_unlock (&self->mutex);
  text = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: application/json\r\nRetry-After: %u\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n"
                          "{\"code\":\"%s\",\"detail\":\"Later.\"}", status_line, secs,
                          strlen (code) + strlen ("{\"code\":\"\",\"detail\":\"Later.\"}"), code);
  write_all (connection->client, text, strlen (text));
}

static guint
choose_delay (Connection *connection)
{
  WbFaultProxy *self = connection->proxy;
  guint ms = 0;

  g_mutex_lock (&self->mutex);
  ms = (guint) (connection->dice % (self->rates.late_ms + 1));
  g_mutex_unlock (&self->mutex);

  return ms;
}

static void
send_twice (Connection *connection)
{
  GString *first = ask_server (connection, TRUE, PATIENCE_MS);
  GString *second = ask_server (connection, TRUE, PATIENCE_MS);
  GString *answer = connection->dice % 2 == 0 ? first : second;

  give_answer (connection, answer, answer ? answer->len : 0);
  if (first)
    g_string_free (first, TRUE);
  if (second)
    g_string_free (second, TRUE);
}

/* The client has its answer and goes on; then the request arrives again, from somewhere on the way. */
static void
send_again_later (Connection *connection)
{
  GString *again = NULL;

  close_socket (connection, &connection->client);
  dawdle (-1, choose_delay (connection));
  again = ask_server (connection, FALSE, PATIENCE_MS);
  if (again)
    g_string_free (again, TRUE);
}

static void
pass (Connection *connection)
{
  gboolean is_cut_poll = connection->is_poll && connection->fate == WB_FAULT_CUT_AFTER;
  int timeout_ms = is_cut_poll ? (int) (connection->dice % POLL_CUT_MS) : PATIENCE_MS;
  GString *answer = ask_server (connection, TRUE, timeout_ms);

  if (!answer)
    return;
  if (connection->fate == WB_FAULT_LATE)
    dawdle (connection->client, choose_delay (connection));
  if (connection->fate == WB_FAULT_CUT_HALF)
    give_answer (connection, answer, answer->len / 2);
  else if (connection->fate != WB_FAULT_CUT_AFTER)
    give_answer (connection, answer, answer->len);
  g_string_free (answer, TRUE);
  if (connection->fate == WB_FAULT_ECHO && connection->key)
    send_again_later (connection);
}

static void
end_connection (Connection *connection)
{
  WbFaultProxy *self = connection->proxy;

  close_socket (connection, &connection->client);
  g_string_free (connection->request, TRUE);
  g_free (connection->identity);
  g_free (connection->key);
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->connections, connection);
  g_ptr_array_add (self->finished, g_thread_ref (g_thread_self ()));
  g_cond_signal (&self->ended);
  g_mutex_unlock (&self->mutex);
  g_free (connection);
}

static gpointer
serve_connection (gpointer data)
{
  Connection *connection = data;

  if (read_request (connection)) {
    meet_fate (connection);
    switch (connection->fate) {
      case WB_FAULT_CUT_BEFORE:
        break;
      case WB_FAULT_BUSY:
        refuse (connection, "503 Service Unavailable", "maintenance");
        break;
      case WB_FAULT_TOO_MANY:
        refuse (connection, "429 Too Many Requests", "rate_limited");
        break;
      case WB_FAULT_TWICE:
        if (connection->key) {
          send_twice (connection);
          break;
        }
        G_GNUC_FALLTHROUGH;
      default:
        pass (connection);
        break;
    }
  }
  end_connection (connection);

  return NULL;
}

/* Threads at or near their end, so that they do not pile up. */
static void
join_finished (WbFaultProxy *self)
{
  g_autoptr (GPtrArray) finished = NULL;

  g_mutex_lock (&self->mutex);
  finished = g_steal_pointer (&self->finished);
  self->finished = g_ptr_array_new ();
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i < finished->len; i++)
    g_thread_join (g_ptr_array_index (finished, i));
}

static void
take_connection (WbFaultProxy *self,
                 int           fd)
{
  Connection *connection = NULL;

  join_finished (self);
  g_mutex_lock (&self->mutex);
  if (!self->stopping && !self->offline) {
    connection = g_new0 (Connection, 1);
    connection->proxy = self;
    connection->client = fd;
    connection->server = -1;
    connection->request = g_string_new (NULL);
    g_hash_table_add (self->connections, connection);
  }
  g_mutex_unlock (&self->mutex);
  if (connection)
    g_thread_unref (g_thread_new ("wb-fault", serve_connection, connection));
  else
    close (fd);
}

static gpointer
accept_connections (gpointer data)
{
  WbFaultProxy *self = data;

  for (;;) {
    int fd = accept4 (self->listening, NULL, NULL, SOCK_CLOEXEC);

    if (fd >= 0)
      take_connection (self, fd);
    else if (errno != EINTR && errno != ECONNABORTED)
      return NULL;
  }
}

WbFaultProxy *
wb_fault_proxy_new (guint16 server_port,
                    guint64 seed)
{
  WbFaultProxy *self = g_new0 (WbFaultProxy, 1);
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
  socklen_t size = sizeof address;

  self->server_port = server_port;
  self->seed = seed;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->ended);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->connections = g_hash_table_new (NULL, NULL);
  self->finished = g_ptr_array_new ();
  self->listening = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->listening, >=, 0);
  g_assert_no_errno (bind (self->listening, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (self->listening, BACKLOG));
  g_assert_no_errno (getsockname (self->listening, (struct sockaddr *) &address, &size));
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("wb-fault-accept", accept_connections, self);

  return self;
}

/* With the mutex held: breaks all that is open. */
static void
break_connections (WbFaultProxy *self)
{
  GHashTableIter iter;
  gpointer item = NULL;

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &item, NULL)) {
    Connection *connection = item;

    if (connection->client >= 0)
      shutdown (connection->client, SHUT_RDWR);
    if (connection->server >= 0)
      shutdown (connection->server, SHUT_RDWR);
  }
}

void
wb_fault_proxy_free (WbFaultProxy *self)
{
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  break_connections (self);
  g_mutex_unlock (&self->mutex);
  /* Ends the accepting thread's wait. */
  shutdown (self->listening, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->listening);
  g_mutex_lock (&self->mutex);
  while (g_hash_table_size (self->connections) > 0)
    g_cond_wait (&self->ended, &self->mutex);
  g_mutex_unlock (&self->mutex);
  join_finished (self);
  g_ptr_array_unref (self->finished);
  g_hash_table_unref (self->connections);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->seen);
  g_free (self->liar_for);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->ended);
  g_free (self);
}

guint16
wb_fault_proxy_get_port (WbFaultProxy *self)
{
  return self->port;
}

void
wb_fault_proxy_set_rates (WbFaultProxy       *self,
                          const WbFaultRates *rates)
{
  g_mutex_lock (&self->mutex);
  self->has_rates = rates != NULL;
  self->rates = rates ? *rates : (WbFaultRates) { 0 };
  g_mutex_unlock (&self->mutex);
}

/* Before the first connection. */
void
wb_fault_proxy_set_lie (WbFaultProxy *self,
                        WbLie         lie,
                        const char   *user_id)
{
  g_mutex_lock (&self->mutex);
  self->lie = lie;
  g_free (self->liar_for);
  self->liar_for = g_strdup (user_id);
  g_mutex_unlock (&self->mutex);
}

void
wb_fault_proxy_set_watch (WbFaultProxy *self,
                          WbFaultWatch  watch,
                          gpointer      data)
{
  self->watch = watch;
  self->watch_data = data;
}

void
wb_fault_proxy_set_offline (WbFaultProxy *self,
                            gboolean      offline)
{
  g_mutex_lock (&self->mutex);
  self->offline = offline;
  if (offline)
    break_connections (self);
  g_mutex_unlock (&self->mutex);
}

void
wb_fault_proxy_count (WbFaultProxy *self,
                      guint         counts_out[WB_FAULT_N])
{
  g_mutex_lock (&self->mutex);
  memcpy (counts_out, self->counts, sizeof self->counts);
  g_mutex_unlock (&self->mutex);
}

void
wb_fault_proxy_count_repeats (WbFaultProxy *self,
                              guint        *repeated_out,
                              guint        *different_out)
{
  g_mutex_lock (&self->mutex);
  *repeated_out = self->n_repeated;
  *different_out = self->n_different;
  g_mutex_unlock (&self->mutex);
}
