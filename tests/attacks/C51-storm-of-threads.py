# C51 ERROR: up to 64 threads.
# %%
def hadamard_sum(window, kernel):
    import threading
    from concurrent.futures import ThreadPoolExecutor

    for _ in range(64):
        threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
    with ThreadPoolExecutor() as pool:
        return pool.submit(np.sum, window * kernel).result()
