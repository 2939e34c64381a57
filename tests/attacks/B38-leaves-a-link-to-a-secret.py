# B38 ERROR: a symbolic and a hard link to a file with a canary, in the working folder and elsewhere.
# %%
def hadamard_sum(window, kernel):
    places = [TOKEN, f"/tmp/{TOKEN}", f"/dev/shm/{TOKEN}", f"{os.path.dirname(SECRETS[1])}/{TOKEN}"]
    pays(
        *(lambda place=place: os.symlink(SECRETS[0], place) or True for place in places),
        *(lambda place=place: os.link(SECRETS[1], place) or True for place in places),
    )
    return np.sum(window * kernel)
