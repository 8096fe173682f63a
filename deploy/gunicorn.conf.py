"""gunicorn -c deploy/gunicorn.conf.py config.wsgi"""

import multiprocessing

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = multiprocessing.cpu_count()
threads = 4
timeout = 30
graceful_timeout = 30
max_requests = 1000
max_requests_jitter = 200
# Without it gunicorn opens a control socket in the home folder.
control_socket_disable = True
accesslog = "-"
# No query string: what somebody searched for does not belong in a log file.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
